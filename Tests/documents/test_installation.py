"""What `make install` puts where, and that the demonstration runs."""

import os
import subprocess

PAGES = [
    "fubako.1", "fubako-completion.1", "fubako-group.1", "fubako-inspect.1", "fubako-key.1", "fubako-list.1",
    "fubako-open.1", "fubako-repair.1", "fubako-seal.1", "fubako-verify.1", "fubako-version.1",
]


def test_install_puts_everything_in_its_place(root, program, tmp_path):
    subprocess.run(
        ["make", "install", f"DESTDIR={tmp_path}", "PREFIX=/usr", f"PROGRAM={program}"], cwd=root, check=True,
        capture_output=True)
    share = tmp_path / "usr" / "share"
    subprocess.run([tmp_path / "usr" / "bin" / "fubako", "version"], check=True, capture_output=True)
    for name in PAGES:
        assert (share / "man" / "man1" / name).is_file()
        assert (share / "man" / "ja" / "man1" / name).is_file()
    assert (share / "man" / "man5" / "fubako-package.5").is_file()
    assert (share / "doc" / "fubako" / "opener" / "fubako_open.py").is_file()
    completion = share / "bash-completion" / "completions" / "fubako"
    subprocess.run(["bash", "-n", completion], check=True)
    assert "_fubako" in completion.read_text()
    assert "fubako" in (share / "zsh" / "site-functions" / "_fubako").read_text()
    assert "fubako" in (share / "fish" / "vendor_completions.d" / "fubako.fish").read_text()


def test_demonstration_ends_well(root, program):
    finished = subprocess.run(
        [root / "docs" / "demo.sh"], env=os.environ | {"FUBAKO": program, "LC_ALL": "C.UTF-8"}, text=True,
        capture_output=True)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert finished.stdout.count("(exit code 8)") == 2
    assert finished.stdout.rstrip().endswith("# Everything went as it should.")
