"""Setting up an installation from a bare Python 3.11: each step once, again only when its cause changed.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = BASE / "requirements.lock"
PREPARE = (PYTHON, BASE / "script" / "_prepare.py")
INSTALLERS = ("pip", "setuptools")  # those a Python brings are as old as it is
NEEDED_MEGABYTES = {"run": 1200, "test": 2000}


class Trouble(Exception):
    """A sentence for the person at the keyboard."""


def say(text: str = "") -> None:
    """Progress goes to the error stream: the output of a script may be read by a program."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Show that something is under way, then how long it took."""
    started = time.monotonic()
    stopped = threading.Event()

    def tick() -> None:
        while not stopped.wait(1):
            sys.stderr.write(f"\r  … {title} ({time.monotonic() - started:.0f} s) ")
            sys.stderr.flush()

    if sys.stderr.isatty():
        threading.Thread(target=tick, daemon=True).start()
    else:
        say(f"  … {title}")
    done = False
    try:
        yield
        done = True
    finally:
        stopped.set()
        start = "\r" if sys.stderr.isatty() else ""
        say(f"{start}  {'✓' if done else '✗'} {title} ({time.monotonic() - started:.1f} s)   ")


def run(*command: str | Path, quiet: bool = True, **options: object) -> None:
    """Run a command; if it fails, its last words are the trouble."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=BASE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else sys.stderr,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        env=environment(),
        check=False,
        **options,  # type: ignore[call-overload]
    )
    if done.returncode:
        words = "\n".join((done.stdout or "").strip().splitlines()[-25:])
        raise Trouble(f"{' '.join(str(part) for part in command[:4])} … failed.\n{words}")


def environment(**more: str) -> dict[str, str]:
    """The environment of our programs: the caller's, and what `.env` adds to it."""
    values = {}
    with contextlib.suppress(FileNotFoundError):
        for line in (BASE / ".env").read_text(encoding="utf-8").splitlines():
            name, sign, value = line.partition("=")
            if sign and not name.lstrip().startswith("#"):
                values[name.strip()] = value.strip()
    values.update(os.environ)
    values.update(more)
    values.pop("PYTHONHOME", None)
    return values


def var() -> Path:
    return Path(environment().get("LIENTHONG_VAR", BASE / "var"))


def signer() -> Path:
    """The folder of the signer, which may be another user."""
    return Path(environment().get("LIENTHONG_SIGNER") or var())


def from_here(arguments: Sequence[str]) -> list[str]:
    """Options as they are, and the files a caller names as they are seen from the checkout."""
    return [one if one.startswith("-") else str(Path(one).resolve()) for one in arguments]


# --- Steps ------------------------------------------------------------------------------------


def set_up(*, extras: Sequence[str] = (), to_serve: bool = True) -> None:
    """Everything an installation needs before it can serve; tests found a database of their own."""
    started = time.monotonic()
    check_machine("test" if "test" in extras else "run")
    var().mkdir(mode=0o755, parents=True, exist_ok=True)
    with alone("setup"):
        make_environment()
        install_packages([*extras, *frontend_extra()])
        # Tables keep one core busy for a while, fonts and texts the other.
        with tables_made() if to_serve else contextlib.nullcontext():
            make_assets()
            compile_messages()
        prepare_pages()
    say(f"  Set up in {time.monotonic() - started:.1f} s.")


def check_machine(purpose: str) -> None:
    if sys.platform == "win32":
        raise Trouble("On Windows, run this inside the Windows Subsystem for Linux.")
    if not os.access(BASE, os.W_OK):
        raise Trouble(
            f"{BASE} cannot be written to by this user. Clone the repository as this user."
        )
    free = shutil.disk_usage(BASE).free // 2**20
    if free < NEEDED_MEGABYTES[purpose] and not PYTHON.exists():
        raise Trouble(
            f"{NEEDED_MEGABYTES[purpose]} MB of disk are needed in {BASE}; {free} MB are free."
        )


def make_environment() -> None:
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        subprocess.run([PYTHON, "-c", "import pip"], check=True, capture_output=True)
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(
            f"This Python ({sys.executable}) has no module 'venv' or 'ensurepip'. On Debian and "
            f"Ubuntu, install it with: apt-get install python{version}-venv"
        ) from error
    with step("virtual environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", VENV)


def install_packages(extras: Sequence[str]) -> None:
    """The packages of the lock that `extras` need, each held to its hash."""
    mark = VENV / ".installed"
    state = stamp([LOCK]) + str(sys.version_info[:2])
    installed = mark.read_text(encoding="utf-8").splitlines() if mark.exists() else []
    if installed[:1] == [state] and set(extras) <= set(installed[1:]):
        return
    if installed[:1] == [state]:
        extras = sorted({*extras, *installed[1:]})
    wanted = VENV / "wanted.txt"
    wanted.write_text("".join(locked(extras)), encoding="utf-8")
    with step("packages (fetched once, checked against requirements.lock)"):
        pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
        run(*pip, "--no-deps", "--require-hashes", "--requirement", wanted)
    mark.write_text("\n".join([state, *extras]), encoding="utf-8")


def locked(extras: Iterable[str]) -> list[str]:
    """The entries of the lock that are reached from the project and from these extras."""
    project = tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    roots = [*INSTALLERS, *project["dependencies"]]
    for extra in extras:
        roots += project["optional-dependencies"][extra]
    entries = {}
    for entry in re.split(r"^(?=[a-zA-Z0-9])", LOCK.read_text(encoding="utf-8"), flags=re.M):
        if "==" in entry:
            name = plain_name(entry)
            requirers = {plain_name(word) for word in re.findall(r"#\s+(?:via )?([\w.-]+)", entry)}
            entries[name] = (entry, requirers)
    reached = {plain_name(root) for root in roots}
    while True:
        more = {name for name, (_, requirers) in entries.items() if requirers & reached} - reached
        if not more:
            return [entry for name, (entry, _) in entries.items() if name in reached]
        reached |= more


def plain_name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", found.group()).lower() if found else ""


def frontend_extra() -> list[str]:
    """A Node.js of our own where the machine has none, or an old one."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError, ValueError):
        shown = subprocess.run(
            ["node", "--version"], capture_output=True, text=True, check=True
        ).stdout
        if int(shown.strip().lstrip("v").split(".")[0]) >= 20 and shutil.which("npm"):
            return []
    return ["frontend"]


def make_assets() -> None:
    causes = [
        BASE / "package-lock.json",
        BASE / "script" / "assets",
        *(BASE / "frontend" / "editor").iterdir(),
        *(BASE / "lienthong").rglob("room.toml"),
    ]
    with once("assets", causes, [var() / "assets", BASE / "node_modules"]) as due:
        if due:
            with step("fonts, icons and the editor"):
                run(PYTHON, BASE / "script" / "assets")


def compile_messages() -> None:
    catalogues = [
        path
        for root in ("lienthong", "config")
        for path in (BASE / root).rglob("locale/*/LC_MESSAGES/*.po")
    ]
    made = [catalogue.with_suffix(".mo") for catalogue in catalogues]
    with once("messages", catalogues, made) as due:
        if due:
            with step("texts in Vietnamese"):
                run(PYTHON, "-m", "config.words", "compile")


@contextlib.contextmanager
def tables_made() -> Iterator[None]:
    """Tables and code lists, beside what else is done; again when the program changed or the database is another."""
    code = [
        LOCK,
        *(path for root in ("lienthong", "config") for path in (BASE / root).rglob("*.py")),
    ]
    roots_server, own_server = var() / "postgres" / "place.json", var() / "postgres" / "data"
    server = roots_server if roots_server.exists() else own_server
    elsewhere = "DATABASE_URL" in environment()
    # Kept with the database: who removes it takes the mark along.
    with once("database", code, [server], marks=server.parent) as due:
        if not (due or elsewhere):
            yield
            return
        with concurrent.futures.ThreadPoolExecutor(max_workers=1) as beside:
            made = beside.submit(run, *PREPARE, "database", quiet=False)
            yield
            with step("tables"):
                made.result()


def prepare_pages() -> None:
    """What a browser fetches beside the pages, without a database."""
    with pages_due() as due:
        if due:
            with step("pages"):
                run(*PREPARE, "pages", quiet=False)


def pages_due() -> contextlib.AbstractContextManager[bool]:
    causes = [
        path
        for root in (BASE / "frontend" / "static", BASE / "lienthong", var() / "assets")
        for path in root.rglob("*")
        if "static" in path.parts or "assets" in path.parts
    ]
    return once("static", causes, [var() / "static" / "staticfiles.json"])


@contextlib.contextmanager
def once(
    name: str, causes: Iterable[Path], results: Iterable[Path], *, marks: Path | None = None
) -> Iterator[bool]:
    """Whether a step is due: its causes changed since it last succeeded, or its results are gone."""
    mark = (marks or var() / "run") / f"{name}.made"
    state = stamp(path for path in causes if path.is_file())
    due = not mark.exists() or mark.read_text() != state or not all(p.exists() for p in results)
    yield due
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(state)


def stamp(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path).encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


# --- Running ----------------------------------------------------------------------------------


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """One at a time: two people starting at once wait for each other."""
    directory = var() / "run"
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def database_in_use() -> Iterator[None]:
    """While this lasts the database may run; the last script to leave turns it off."""
    directory = var() / "run"
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "database.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop_database()


def stop_database() -> None:
    if PYTHON.exists():
        database("stop")


def remove_database() -> None:
    database("remove", "--all-data")


def database(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "lienthong.kernel.database", *arguments]
    subprocess.run(command, cwd=BASE, env=environment(), capture_output=True, check=False)


def serve(arguments: Sequence[str], **more: str) -> None:
    """Become the program that keeps everything running; it does not come back."""
    command = [str(PYTHON), "-m", "config.processes", *arguments]
    os.chdir(BASE)
    os.execve(PYTHON, command, environment(PYTHONUNBUFFERED="1", **more))


def found(arguments: Sequence[str], *, is_single: bool) -> list[str]:
    """Found an empty installation at the keyboard; the port is chosen before, since the slips name it."""
    if is_single:
        run_with_one_administrator()
    if "--port" in arguments:
        port, rest = arguments[arguments.index("--port") + 1], list(arguments)
    else:
        port = output(
            "-c", "from config.processes import free_port as f; print(f('127.0.0.1', None))"
        )
        rest = [*arguments, "--port", port]
    address = environment().get("LIENTHONG_WEB") or f"http://localhost:{port}"
    single = ["--single"] if is_single else []
    if manage("found", "--unless-founded", *single, LIENTHONG_WEB=address):
        raise Trouble("Nothing was founded. Start again with: script/serve --setup")
    return rest


def run_with_one_administrator() -> None:
    """The pages say it aloud as long as the setting stands, so it is kept where it can be seen."""
    setting = "LIENTHONG_SINGLE_ADMINISTRATOR"
    if environment().get(setting) != "1":
        with (BASE / ".env").open("a", encoding="utf-8") as settings:
            settings.write(f"{setting}=1\n")
        say(f"  {setting}=1 is set in .env: what needs two persons takes effect after a wait.")


def output(*arguments: str) -> str:
    command = [str(PYTHON), *arguments]
    done = subprocess.run(command, cwd=BASE, env=environment(), stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise Trouble("No port is free.")
    return done.stdout.strip()


def manage(*arguments: str, **more: str) -> int:
    """Run Django's command line; its output is ours."""
    return python("manage.py", *arguments, **more)


def python(*arguments: str, **more: str) -> int:
    command = [str(PYTHON), *arguments]
    return subprocess.run(command, cwd=BASE, env=environment(**more), check=False).returncode


def main(work: object) -> None:
    """Run a script's work; trouble is a sentence and a bad exit, not a traceback."""
    try:
        sys.exit(work())  # type: ignore[operator]
    except Trouble as trouble:
        say(f"\n{trouble}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
