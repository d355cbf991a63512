# SPDX-License-Identifier: MIT
"""Beginning and end: where a server listens, and how it stops. Each case has servers of
its own."""

import contextlib
import os
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import serving
from scene import HOST, Talk, expect, expect_status, own_scene, post, request

STOP_SECONDS = 4
STOPS, STOPS_AT_ONCE = 40, 6
REFUSAL_SECONDS = 20


def stop_while_a_request_is_open(scene):
    """It is answered, by each kind of listener, and then the server is gone."""
    for kind in ("public", "path"):
        with own_scene(scene) as own, own, Talk(getattr(own, kind)) as talk:
            data = post(b"a" * 1000)
            talk.send(data[:-10])
            with Talk(own.public) as other:
                other.send(request())
                expect_status(other.answer(), 200, "before the stop")
                time.sleep(0.3)  # for the other listener to read its head
                own.server.process.terminate()
                time.sleep(0.5)
                start = time.monotonic()
                talk.send(data[-10:])
                expect_status(talk.answer(), 200, "a request that was open at the stop")
                expect_ended(own, start)


def stop_with_idle_connections(scene):
    with own_scene(scene) as own, own, Talk(own.public) as silent, Talk(own.public) as used:
        used.send(request())
        expect_status(used.answer(), 200, "before the stop")
        start = time.monotonic()
        own.server.process.terminate()
        expect_ended(own, start)
        expect(silent.is_closed() and used.is_closed(), "connections outlive the server")


def stop_is_not_held_up(scene):
    """A request that never ends keeps the server for some seconds, not for ever."""
    with own_scene(scene) as own, own, Talk(own.public) as talk:
        talk.send(post(b"a" * 1000)[:-900])
        start = time.monotonic()
        own.server.process.terminate()
        while own.server.process.poll() is None and time.monotonic() - start < 30:
            talk.send(b"a")
            time.sleep(0.2)
        expect_ended(own, start, 5 + STOP_SECONDS)


def stop_amid_connections(scene):
    """However close a connection comes, and however often."""
    with ThreadPoolExecutor(STOPS_AT_ONCE) as pool:
        for each in [pool.submit(connect_and_stop, scene) for _ in range(STOPS)]:
            each.result()


def connect_and_stop(scene):
    with own_scene(scene) as own, own, contextlib.ExitStack() as stack:
        own.wait_for_log("serve: started")
        addresses = [each for each in (own.public, own.path, own.v6) if each] * 2
        for talk in [stack.enter_context(Talk(each)) for each in addresses]:
            talk.send(request())
        expect_ended(own, time.monotonic())


def expect_ended(scene, start, most=STOP_SECONDS):
    complaints = scene.server.complaints()
    expect(not complaints, "; ".join(complaints))
    took = time.monotonic() - start
    expect(took < most, f"it took {took:.1f} s to stop")
    expect(scene.log_lines("serve: ended"), "the log does not say that it ended")


def every_listener_answers(scene):
    addresses = [each for each in (scene.public, scene.v6, scene.path) if each]
    for address in addresses:
        answer = serving.ask(address, serving.get("/mail/config-v1.1.xml", HOST))
        expect(answer.startswith(b"HTTP/1.1 200 "), f"{address} does not answer")
        scene.wait_for_log(f"listening on {address}".replace("[", r"\[").replace("]", r"\]"))


def stale_socket_is_replaced(scene):
    with own_scene(scene) as own:
        left = socket.socket(socket.AF_UNIX)
        left.bind(own.path.removeprefix("unix:"))
        left.listen()
        left.close()
        with own:
            answer = serving.ask(own.path, serving.get("/mail/config-v1.1.xml", HOST))
            expect(answer.startswith(b"HTTP/1.1 200 "), "no answer behind a stale socket")


def socket_of_another_server_stays(scene):
    with own_scene(scene) as own:
        own.path = scene.path
        own.write("Other")
        refused(own, f"serve: listen {scene.path}: Address already in use")
    answer = serving.ask(scene.path, serving.get("/mail/config-v1.1.xml", HOST))
    expect(answer.startswith(b"HTTP/1.1 200 "), "the first server lost its socket")


def socket_of_a_hung_server_stays(scene):
    """Its queue is full, so that connecting would wait."""
    with own_scene(scene) as own, socket.socket(socket.AF_UNIX) as hung:
        path = own.path.removeprefix("unix:")
        hung.bind(path)
        hung.listen(0)
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(BlockingIOError):
                while True:
                    client = stack.enter_context(socket.socket(socket.AF_UNIX))
                    client.setblocking(False)
                    client.connect(path)
            refused(own, f"serve: listen {own.path}: Address already in use")


def other_files_stay(scene):
    """A slip of the pen in `listen` costs no file."""
    with own_scene(scene) as own:
        path = Path(own.path.removeprefix("unix:"))
        path.write_text("precious")
        refused(own, f"serve: listen {own.path}: Address already in use")
        expect(path.exists() and path.read_text() == "precious", "a file was removed")


def port_is_taken(scene):
    with own_scene(scene) as own:
        own.public = scene.public
        own.write("Other")
        refused(own, f"serve: listen {own.public}: Address already in use")


def address_of_another_machine(scene):
    with own_scene(scene) as own:
        own.public = "192.0.2.1:8080"
        own.write("Other")
        refused(own, "serve: listen 192.0.2.1:8080: Cannot assign requested address")


def refused(scene, sentence):
    """The server says so in one line and ends with 1."""
    command = [os.path.abspath(scene.binary), "serve", "-c", scene.ini]
    result = subprocess.run(
        command, capture_output=True, text=True, timeout=REFUSAL_SECONDS, stdin=subprocess.DEVNULL
    )
    expect(result.returncode == 1, f"exit status {result.returncode}, not 1: {result.stderr}")
    got = result.stderr.removeprefix("waypost: ").strip()
    expect(got == sentence, f"expected {sentence!r}, got {result.stderr!r}")


CASES = [
    stop_while_a_request_is_open,
    stop_with_idle_connections,
    stop_is_not_held_up,
    stop_amid_connections,
    every_listener_answers,
    stale_socket_is_replaced,
    socket_of_another_server_stays,
    socket_of_a_hung_server_stays,
    other_files_stay,
    port_is_taken,
    address_of_another_machine,
]
