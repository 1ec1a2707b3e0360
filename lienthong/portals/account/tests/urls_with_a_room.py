"""The whole house, and the throw-away room with its forms."""

from config.urls import urlpatterns as house
from lienthong.kernel.web.tests.room_for_tests import urlpatterns as room

urlpatterns = [*house, *room]
