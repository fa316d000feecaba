"""Whatever is trained runs as installed: without torch, without transformers, without a network, with nothing kept from before."""

import json
import os
import subprocess
import sys

import pytest

import crossframe as cf

CALLS = {
    "sentiment": "cf.sentiment(ARTICLES)",
    "sources": "cf.sources(ARTICLES)",
    "frames": "cf.frames(ARTICLES, 'policy')",
    "frame_axis": "cf.frame_axis(ARTICLES, ['negative-positive'])",
    "target_sentiment": "cf.target_sentiment(ARTICLES, ['Ada Holm', 'Bo Rook'])",
    "stance": "cf.stance(ARTICLES, ['Ada Holm', 'Bo Rook'])",
    "loaded_language": "cf.loaded_language(ARTICLES)",
    "claim_stance": "cf.claim_stance(ARTICLES, 'The pier is closed.')",
}
GUARDS = {"socket.create_connection(('192.0.2.1', 80))": "ConnectionError", "socket.socket().connect(('192.0.2.1', 80))": "ConnectionError",
          "__import__('torch')": "ModuleNotFoundError"}  # and what they must raise
SCRIPT = """
import json, socket, sys
from unittest import mock

def no_network(*arguments, **options):
    raise ConnectionError("the network was asked")

sys.modules.update(dict.fromkeys(["torch", "transformers", "tensorflow", "sentence_transformers"]))
for name in ("connect", "connect_ex", "sendto", "bind"):
    setattr(socket.socket, name, no_network)
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = no_network

import pandas as pd
import crossframe as cf

ARTICLES = pd.DataFrame({"outlet": ["The Lantern", "Quay Ledger"], "text": [
    "Mayor Ada Holm closed the pier on Monday. “It is a shameful sham,” said Bo Rook. Holm lied again, and taxes will rise.",
    "Ada Holm kept her word and closed the unsafe pier. Bo Rook praised Holm as brave. The council pays for the repairs."]})
for name, call in json.loads(sys.argv[1]).items():
    try:
        said = {"rows": len(eval(call).table)}
    except Exception as error:
        said = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({name: said}), flush=True)
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What each call gives in a process of its own."""
    blocked = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    blocked |= {"CROSSFRAME_CACHE": "off", "HF_HOME": str(tmp_path_factory.mktemp("hub")), "TQDM_DISABLE": "1"}
    calls = {guard: guard for guard in GUARDS} | {name: call for name, call in CALLS.items() if name in cf.__all__}
    run = subprocess.run([sys.executable, "-c", SCRIPT, json.dumps(calls)], env=blocked, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return {name: each for line in run.stdout.splitlines() for name, each in json.loads(line).items()}


@pytest.mark.parametrize("guard", GUARDS)
def test_the_guards_stand(said, guard):
    assert said[guard]["error"].startswith(GUARDS[guard])


@pytest.mark.parametrize("name", CALLS)
def test_runs_without_torch_and_without_a_network(said, name):
    if name not in cf.__all__:
        pytest.skip(f"cf.{name} is not there yet")
    assert "error" not in said[name], said[name]
    assert said[name]["rows"] > 0
