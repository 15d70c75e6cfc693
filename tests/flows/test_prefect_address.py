"""Whose Prefect server answers: a port is soon taken by another workspace's."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from learnbrief.flows.orchestration.prefect_server import SERVE, answers, record_of, standing_server


@pytest.fixture
def server_of():
    """Starts what answers as the Prefect server of a home does; gives its address."""
    started: list[HTTPServer] = []

    def start(home: Path) -> str:
        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps({"home": str(home)} if self.path.endswith("settings") else True).encode())

            def log_message(self, *_: object) -> None:
                """Nothing is said."""

        started.append(HTTPServer(("127.0.0.1", 0), Answers))
        threading.Thread(target=started[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{started[-1].server_port}/api"

    yield start
    for one in started:
        one.shutdown()
        one.server_close()


def test_another_workspaces_server_is_not_taken_for_ours(workspace, server_of, tmp_path):
    """Serving was killed and its record stayed; another workspace's server has the port, and our runs would go to it."""
    record = record_of(workspace, SERVE)
    record.write_text(json.dumps({"api": server_of(tmp_path / "another" / ".prefect")}))
    assert standing_server(workspace, SERVE) is None

    ours = server_of(workspace.prefect_home)
    record.write_text(json.dumps({"api": ours}))
    assert standing_server(workspace, SERVE) == ours
    assert answers(ours)
