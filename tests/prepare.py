"""Before the tests: a browser and a Java runtime, installed where they are missing and can be had.

Debian's packages where apt and root are at hand, else (for the browser) Playwright's own download. What cannot be had is said in one line; the tests that need it
are then skipped, or fail where the environment variable CI is set.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def apt_install(package: str) -> bool:
    """Install a Debian package; False where that is not possible."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package]):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode != 0:
            return False
    return True


def has_browser() -> bool:
    return any(map(shutil.which, BROWSERS)) or playwright_browser()


def playwright_browser() -> bool:
    """Has Playwright a Chromium of its own?"""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def main() -> None:
    if not has_browser() and not apt_install("chromium"):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if not has_browser():
        print("no Chromium could be installed: the browser tests will be skipped (with CI set: fail)")
    if shutil.which("javac") is None and not apt_install("default-jdk-headless") and shutil.which("java") is None:
        print("no Java could be installed: the tests of HermiT and of the OWL profile will be skipped (with CI set: fail)")


if __name__ == "__main__":
    main()
