"""What becomes of a person's notices when a post is lost."""

from lienthong.kernel.events.public import on
from lienthong.kernel.people.public import Post, PostEnded

from .models import Notice


@on(PostEnded)
def forget_notices(event: PostEnded) -> None:
    """A notice may speak of a document the person no longer sees; what other posts owe stands on the desk."""
    person_id = Post.objects.values_list("person_id", flat=True).get(pk=event.post_id)
    Notice.objects.filter(person_id=person_id, stands=False).delete()
