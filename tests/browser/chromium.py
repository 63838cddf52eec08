# SPDX-License-Identifier: Apache-2.0
"""A real browser for tests: Chromium without a window, spoken to over a pipe by its own protocol."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)
_KEYS = {
    "Enter": (13, "\r"),
    "Tab": (9, ""),
    "Escape": (27, ""),
    "ArrowLeft": (37, ""),
    "ArrowRight": (39, ""),
    "ArrowUp": (38, ""),
    "ArrowDown": (40, ""),
    " ": (32, " "),
    "+": (187, "+"),
    "-": (189, "-"),
    "0": (48, "0"),
}
_WAIT_S = 60.0


def chromium() -> str:
    """The browser's program; skips the test where there is none."""
    for name in (os.environ.get("TRUCELINE_CHROMIUM", ""), *_NAMES):
        if name and (path := shutil.which(name)):
            return path
    pytest.skip("no Chromium here: install the package chromium, or name it in TRUCELINE_CHROMIUM")


class Browser:
    """One page in one browser. Use it as a context manager."""

    def __init__(self, profile: Path, *, width: int = 1280, height: int = 900) -> None:
        self._profile, self._size = profile, (width, height)
        self._buffer = b""
        self._number = 0
        self.requests: list[str] = []
        """Every address that the page asked for."""
        self.complaints: list[str] = []
        """Errors and warnings that the browser logged, breaches of the security policy among them."""

    def __enter__(self) -> Browser:
        read_here, write_there = (_high(end) for end in os.pipe())
        read_there, write_here = (_high(end) for end in os.pipe())

        def hand_over() -> None:
            os.dup2(read_there, 3)
            os.dup2(write_there, 4)

        self._process = subprocess.Popen(
            [chromium(), *_FLAGS, f"--user-data-dir={self._profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=hand_over,
            pass_fds=(3, 4),
            start_new_session=True,
        )
        os.close(read_there)
        os.close(write_there)
        self._read, self._write = read_here, write_here
        self._session = ""
        targets = self._ask("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        attached = self._ask("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._ask(f"{domain}.enable")
        self.resize(*self._size)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._session = ""
            self._ask("Browser.close")
            self._process.wait(10)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        os.close(self._write)

    def _ask(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        rest = json.dumps(message).encode() + b"\0"
        while rest:
            rest = rest[os.write(self._write, rest) :]
        until = time.monotonic() + _WAIT_S
        while True:
            answer = self._next(until, method)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer)

    def _next(self, until: float, what: str) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, until - time.monotonic()))
            part = os.read(self._read, 1 << 20) if ready else b""
            if not part:
                raise RuntimeError(f"the browser gave no answer to {what}")
            self._buffer += part
        first, self._buffer = self._buffer.split(b"\0", 1)
        answer: dict[str, Any] = json.loads(first)
        return answer

    def _note(self, event: dict[str, Any]) -> None:
        parameters = event.get("params", {})
        match event.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(parameters["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(parameters["entry"]["text"])
            case "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                self.complaints.append(str(details.get("exception", {}).get("description", details["text"])))

    def open(self, path: Path) -> None:
        """Opens a file and waits until its script has drawn the page."""
        self._ask("Page.navigate", url=path.as_uri())
        self.wait("document.readyState === 'complete'")

    def wait(self, expression: str) -> None:
        """Waits until an expression of the page is true."""
        until = time.monotonic() + _WAIT_S
        while time.monotonic() < until:
            if self.value(f"Boolean({expression})"):
                return
            select.select([self._read], [], [], 0.02)
        raise AssertionError(f"never came true: {expression}; the browser says {self.complaints}")

    def value(self, expression: str) -> Any:
        """The value of an expression of the page, promises awaited."""
        answer = self._ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def settle(self) -> None:
        """Waits until the page has drawn twice."""
        self.value("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, as a person would."""
        for key in keys:
            code, text = _KEYS.get(key, (ord(key[0].upper()), key if len(key) == 1 else ""))
            common: dict[str, object] = {"key": key, "windowsVirtualKeyCode": code}
            down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
            self._ask("Input.dispatchKeyEvent", **common, **down)
            self._ask("Input.dispatchKeyEvent", **common, type="keyUp")

    def click(self, x: float, y: float) -> None:
        """Clicks at a point of the window."""
        for kind in ("mousePressed", "mouseReleased"):
            self._ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def wheel(self, x: float, y: float, by: float) -> None:
        """Turns the wheel over a point of the window."""
        self._ask("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=by)

    def resize(self, width: int, height: int) -> None:
        """Gives the window a size in CSS pixels."""
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def media(self, kind: str = "", **features: str) -> None:
        """Emulates a medium, such as print, and features such as prefers-color-scheme."""
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self._ask("Emulation.setEmulatedMedia", media=kind, features=named)

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Saves what the window shows, or the whole page, as PNG."""
        answer = self._ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def print(self, path: Path) -> int:
        """Prints to a PDF file.

        Returns:
            The number of bytes.
        """
        answer = self._ask("Page.printToPDF", printBackground=True)
        return path.write_bytes(base64.b64decode(answer["data"]))


def _high(end: int) -> int:
    """A pipe's end moved out of the way of the numbers that the browser is given."""
    moved = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return moved
