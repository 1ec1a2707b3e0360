"""Debian's Chromium, as every browser test starts it: without a screen and without a word to the network."""

import shutil

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=vi",
]
# Milliseconds after which a state that never comes ends the run. No bound of any test: a busy machine
# may take its time.
PATIENCE = 180_000
