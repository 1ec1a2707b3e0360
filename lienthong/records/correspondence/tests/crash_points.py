"""Where registering, directing and receiving may die."""

CRASH_POINTS = (
    "register.before_receipt",
    "register.after_receipt",
    "register.after_number",
    "register.after_entry",
    "register.before_commit",
    "direct.after_direction",
    "direct.after_assignments",
    "direct.before_commit",
    "receive.before_receipt",
    "receive.before_commit",
    "pass_on.after_receipt",
    "forward.after_letter",
)
