"""An office: a home of its own, in which the program is run."""

import fcntl
import json
import os
import re
import select
import signal
import subprocess
import termios
import time

PASSPHRASE = "correct horse 電池"
FINGERPRINT = re.compile(r"(?:[0-9A-F]{4} ){15}[0-9A-F]{4}")


class Result:
    """How a run ended."""

    def __init__(self, finished):
        self.code = finished.returncode
        self.data = finished.stdout
        self.out = finished.stdout.decode("utf-8", "surrogateescape")
        self.err = finished.stderr.decode("utf-8", "surrogateescape")

    @property
    def json(self):
        """The one JSON object on standard output."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)

    @property
    def error(self):
        """The error object on standard error."""
        return json.loads(self.err)["error"]


class Office:
    """A home, and the program."""

    def __init__(self, program, home):
        self.program = program
        self.home = home
        home.mkdir(mode=0o700)
        self.environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        self.write("passphrase", PASSPHRASE + "\n")

    @property
    def keyring(self):
        """The folder of the keyring."""
        return self.home / ".local/share/fubako/keyring"

    def write(self, name, text, mode=0o600):
        """A file of the home."""
        path = self.home / name
        # What is made on the way belongs to nobody else, as a keyring must.
        for folder in reversed(path.parents):
            folder.mkdir(mode=0o700, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return path

    def start(self, *arguments, **options):
        """The program, running without a terminal."""
        environment = self.environment | options.pop("environment", {})
        streams = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
        return subprocess.Popen(
            [self.program, *arguments], cwd=self.home, env=environment, start_new_session=True, **streams, **options)

    def run(self, *arguments, code=0, err=None, input=b"", **options):
        """Runs the program without a terminal; it must end with `code`, if that is not None, and standard error must match
        `err`."""
        process = self.start(*arguments, **options)
        out, errors = process.communicate(input, timeout=60)
        result = Result(subprocess.CompletedProcess(arguments, process.returncode, out, errors))
        assert code in (None, result.code), f"{arguments}: {result.code} instead of {code}\n{result.out}{result.err}"
        assert err is None or re.search(err, result.err), f"{arguments}: no '{err}' in\n{result.err}"
        return result

    def make_identity(self, name, *options):
        """An identity whose passphrase is PASSPHRASE."""
        return self.run("key", "new", name, "--passphrase-file", "passphrase", *options)

    def fingerprint(self, name):
        """What the owner of an identity reads out."""
        return FINGERPRINT.search(self.run("key", "show", name).out).group()

    def take_in(self, other, name):
        """Imports and trusts another office's identity."""
        self.write(f"{name}.cert.pem", other.run("key", "export", name).out)
        self.run("key", "import", f"{name}.cert.pem", "--fingerprint", other.fingerprint(name))

    def at_terminal(self, *arguments):
        """The program with a person in front of it."""
        return Terminal(self, arguments)


class Terminal:
    """A pseudo-terminal that is the controlling terminal of a run."""

    def __init__(self, office, arguments):
        self.master, self.slave = os.openpty()
        self.seen = ""

        def take_terminal():
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)

        # Only the controlling terminal is the pseudo-terminal: prompts must not need the standard streams.
        self.process = office.start(*arguments, preexec_fn=take_terminal, pass_fds=[self.slave])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()
        os.close(self.master)
        os.close(self.slave)

    @property
    def shows_input(self):
        """Whether the terminal echoes."""
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def expect(self, text, seconds=30):
        """Waits until the terminal shows a text that has not been waited for."""
        end = time.monotonic() + seconds
        while text not in self.seen:
            left = end - time.monotonic()
            assert left > 0 and select.select([self.master], [], [], left)[0], f"no '{text}' in {self.seen!r}"
            self.seen += os.read(self.master, 4096).decode("utf-8", "replace")
        before, _, self.seen = self.seen.partition(text)
        return before

    def type(self, text):
        """Types on the keyboard."""
        os.write(self.master, text.encode())

    def end(self):
        """Waits for the end of the run."""
        out, err = self.process.communicate(timeout=60)
        return Result(subprocess.CompletedProcess([], self.process.returncode, out, err))

    def rest(self):
        """What the terminal showed and nobody waited for."""
        while select.select([self.master], [], [], 0)[0]:
            self.seen += os.read(self.master, 4096).decode("utf-8", "replace")
        return self.seen
