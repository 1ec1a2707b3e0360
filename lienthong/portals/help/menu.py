"""Where help is asked for."""

from lienthong.kernel.web.public import place

place("help", "help:here")
