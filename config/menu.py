"""What the house itself has that every page leads to."""

from lienthong.kernel.web.public import place

place("language", "set_language")
place("discard_input", "discard_input")
place("day_off", "day_off")
