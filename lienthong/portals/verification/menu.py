"""Where whoever scans a document is led."""

from lienthong.kernel.web.public import place

place("check", "verification:scanned")
