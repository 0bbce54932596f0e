"""Virtual environments with pinned packages from PyPI, below .cache/interop and named by what their requirements say."""

import hashlib
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
CACHE = os.path.join(ROOT, ".cache", "interop")

# How uv exits when an index gives no answer; packages that an index does not have are another number.
NO_ANSWER = 2


class NoPyPI(Exception):
    """The packages cannot be had here."""


def requirements(name):
    """The files that say what an environment holds; a second one is for packages without what they ask for."""
    files = [os.path.join(HERE, f"requirements-{name}{kind}.txt") for kind in ("", ".nodeps")]
    return [file for file in files if os.path.exists(file)]


def made(folder, files, fill):
    """Returns the python of a virtual environment, made when it is not there with just these requirements."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        with open(file, "rb") as opened:
            digest.update(opened.read())
    python, stamp = os.path.join(folder, "bin", "python"), os.path.join(folder, "ready")
    if os.path.exists(stamp) and open(stamp).read() == digest.hexdigest():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    fill(python)
    with open(stamp, "w") as out:
        out.write(digest.hexdigest())
    return python


def installer():
    """Fetches uv, which installs everything else; that it can be had is the sign that PyPI is there."""
    def fill(python):
        done = subprocess.run([python, "-m", "pip", "install", "-q", "--retries", "2", "uv==0.13.9"], capture_output=True, text=True)
        if done.returncode != 0:
            raise NoPyPI(done.stderr.strip())

    return made(os.path.join(CACHE, "env-uv"), [__file__], fill)


def surroundings():
    """What uv is told: where its cache is, and the index that pip was told of, which it does not ask for by itself."""
    told = dict(os.environ, UV_CACHE_DIR=os.path.join(CACHE, "uv"))
    if os.environ.get("PIP_INDEX_URL"):
        told.setdefault("UV_DEFAULT_INDEX", os.environ["PIP_INDEX_URL"])
    return told


def environment(name, uv):
    """Makes one environment and returns its python. Packages that are nowhere to be had end the run: the pins are wrong."""
    def fill(python):
        for file in requirements(name):
            install = [uv, "-m", "uv", "pip", "install", "-q", "--python", python, "-r", file]
            done = subprocess.run(install + (["--no-deps"] if ".nodeps" in file else []), capture_output=True, text=True, env=surroundings())
            if done.returncode == NO_ANSWER:
                raise NoPyPI(done.stderr.strip())
            if done.returncode != 0:
                sys.exit(f"interop: {os.path.basename(file)}: {done.stderr.strip()}")

    return made(os.path.join(CACHE, "env-" + name), requirements(name), fill)
