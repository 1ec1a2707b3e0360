"""What each post does with the pages, step by step: the words of the help pages."""

from .everybody import FOR_EVERYBODY as FOR_EVERYBODY
from .nouns import Guide as Guide
from .nouns import Task as Task
from .office import OFFICE
from .others import OTHERS

GUIDES = (*OFFICE, *OTHERS)
