"""The program's own files after other hands, or a bad disk, had them: each start must go on."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import checkpoint as checkpoints
from engine.adapters import AdapterFile, read_adapter
from engine.checkpoint import open_checkpoint, read_json
from engine.errors import AdapterError, CheckpointError
from engine.estimate import Rates
from engine.forecast import Paces, keep_rates, read_rates
from engine.hashes import KnownHashes
from engine.weights import read_header
from glm_studio.library.imports import read_folders
from glm_studio.library.queue_log import LogError, header, line, read_log
from glm_studio.library.queue_notes import Asked
from glm_studio.models.catalog import _is_ours
from glm_studio.models.manifest import NAME, Manifest, is_inside, read_manifest
from glm_studio.models.order import Report, from_line
from glm_studio.models.verify import SUMS, _read_sums
from glm_studio.prompting.combinations import Combinations
from glm_studio.prompting.expansion import parse
from glm_studio.prompting.pieces import read_pieces
from glm_studio.prompting.snippets import read_snippets
from glm_studio.prompting.wildcards import read_wildcards
from glm_studio.resources import resource
from glm_studio.state.memory import Memory
from support import hostile
from support.samples import REQUEST

NANO = resource("models", "nano")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("files")


def _written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogatepass")
    file.write_bytes(content)
    return file


def files(sound: object) -> st.SearchStrategy[bytes]:
    """JSON as text, and bytes that are no text at all."""
    written = hostile.jsons(sound).map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(written, written, hostile.damaged(json.dumps(sound).encode()))


@given(content=files(["/a", "/b"]))
def test_the_list_of_imported_folders(folder, content):
    found = read_folders(_written(folder, "folders.json", content))
    assert all(isinstance(path, Path) for path in found)


@given(content=files({"preferences": {"language": "de"}, "window": {"size": [800, 600]}}))
def test_what_the_window_remembers(folder, content):
    memory = Memory(_written(folder, "window.json", content))
    memory.read()
    assert isinstance(memory.group("preferences"), dict)
    memory.put("window", {"size": [1, 2]})
    memory.write()
    again = Memory(folder / "window.json")
    again.read()
    assert again.group("window") == {"size": [1, 2]}


@given(content=files([{"name": "light", "text": "soft light"}]))
def test_snippets(folder, content):
    try:
        snippets = read_snippets(_written(folder, "snippets.json", content))
    except ValueError as error:
        hostile.check_sentence(str(error))
    else:
        assert all(isinstance(s.name, str) and isinstance(s.text, str) for s in snippets)


PIECE = b'name = "mine"\ntext = "a {field}"\n[labels]\nfield = "what"\n[about]\nde = "x"\n'


@given(
    content=st.one_of(
        hostile.damaged(PIECE),
        hostile.texts().map(lambda text: f"text = {json.dumps(text)}".encode()),
        st.sampled_from((b"text = " + b"[" * 20_000, b"a." * 20_000 + b"b = 1\ntext='x'")),
    )
)
def test_templates_and_styles(folder, content):
    _written(folder, "piece.toml", content)
    with hostile.soon():
        pieces, unread = read_pieces(folder, own=True)
    assert len(pieces) + len(unread) == 1
    for piece in pieces:
        assert isinstance(piece.text_in("de_DE"), str)
    for _path, reason in unread:
        assert reason.strip()


@given(
    content=st.one_of(
        st.lists(hostile.texts(), max_size=5).map("\n".join),
        st.sampled_from(
            ("{" * 5000, "{a|" * 2000, "__x__\n" * 50, "{1e999::a|b}", "{" + "a|" * 9999)
        ),
        st.text("{}|:_$,0123456789abc\\\n", max_size=60),
    )
)
def test_wildcards_and_prompts_with_choices(folder, content):
    below = folder / "wildcards"
    below.mkdir(exist_ok=True)
    _written(below, "x.txt", content)
    with hostile.soon():
        wildcards = read_wildcards(below)
        assert set(wildcards.options) | {path.stem for path, _ in wildcards.unread} == {"x"}
        combinations = Combinations(wildcards.options)
        for prompt in (content, "a __x__ b"):
            node = parse(prompt)
            if combinations.trouble(node) is None and combinations.count(node):
                for made in combinations.draws(node, 7, 2):
                    assert isinstance(made.text, str)


# Models, and what is known of them ---------------------------------------------------------------

MANIFEST = {
    "source": "hugging_face", "repository": "zai-org/GLM-Image", "revision": "abc",
    "endpoint": "https://huggingface.co", "complete": True,
    "files": {"vae/config.json": {"bytes": 1, "sha256": "0" * 64, "git_sha1": ""}},
}  # fmt: skip


@given(content=files(MANIFEST))
def test_records_of_downloads(folder, content):
    _written(folder, NAME, content)
    manifest = read_manifest(folder)
    if manifest is not None:
        assert isinstance(manifest, Manifest)
        assert all(is_inside(path) for path in manifest.files)


@given(path=st.one_of(hostile.texts(), st.text("./\\:a~", max_size=9)))
def test_no_path_of_a_source_leads_out_of_the_folder(folder, path):
    if is_inside(path):
        there = (folder / path.replace("\0", "")).resolve()
        assert there.is_relative_to(folder.resolve())


@given(
    line=hostile.jsons({"report": "arrived", "done_bytes": 1, "file": "x"})
    | hostile.jsons(
        {
            "report": "failed",
            "problem": {"kind": "a", "what": ["{b}", {"b": "x"}], "why": "y", "remedy": "z"},
        }
    )
)
def test_reports_of_downloads(line):
    report = from_line(line)
    assert report is None or isinstance(report, Report)


@given(content=hostile.damaged(b"0" * 64 + b"  model_index.json\n" + b"1" * 64 + b" *../x\n"))
def test_lists_of_checksums(folder, content):
    _written(folder, SUMS, content)
    assert all(is_inside(path) for path in _read_sums(folder))


@given(content=files({"_class_name": "GlmImagePipeline"}))
def test_what_is_a_model(folder, content):
    file = _written(folder, "model_index.json", content)
    assert isinstance(_is_ours(folder), bool)
    try:
        assert isinstance(read_json(file, "the index"), dict)
    except CheckpointError as error:
        hostile.check_problem(error.problem)


CONFIGS = (
    "model_index.json", "studio.json", "vision_language_encoder/config.json",
    "processor/tokenizer_config.json", "scheduler/scheduler_config.json",
)  # fmt: skip


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    """The bundled one, by links, with configurations of its own."""
    from support.checkpoints import copy_checkpoint

    return copy_checkpoint(NANO, tmp_path_factory.mktemp("models") / "nano")


@pytest.mark.parametrize("name", CONFIGS)
@given(data=st.data())
def test_configurations_of_models(model, name, data):
    file = model / name
    whole = (NANO / name).read_bytes()
    file.unlink()
    try:
        file.write_bytes(data.draw(files(json.loads(whole))))
        try:
            found = open_checkpoint(model)
        except CheckpointError as error:
            hostile.check_problem(error.problem)
        else:
            assert isinstance(found.name, str)
            assert found.limits.nearest(64, 64)
            for field in fields(found.defaults):
                assert getattr(found.defaults, field.name) is not None
    finally:
        file.write_bytes(whole)


HEADER = {
    "__metadata__": {"lora_adapter_metadata": '{"lora_alpha": 4}'},
    "transformer.transformer_blocks.0.attn1.to_q.lora_A.weight": {
        "dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8],
    },
    "transformer.transformer_blocks.0.attn1.to_q.lora_B.weight": {
        "dtype": "F32", "shape": [2, 1], "data_offsets": [8, 16],
    },
}  # fmt: skip


def _safetensors(header: bytes, length: int | None = None) -> bytes:
    return struct.pack("<Q", len(header) if length is None else length) + header + bytes(16)


@given(
    content=st.one_of(
        files(HEADER).map(_safetensors),
        st.tuples(
            st.just(json.dumps(HEADER).encode()),
            st.sampled_from((0, 1, 2**31, 2**63, 2**64 - 1)),
        ).map(lambda pair: _safetensors(*pair)),
        hostile.damaged(_safetensors(json.dumps(HEADER).encode())),
        hostile.jsons({"lora_alpha": 4, "use_dora": False}).map(
            lambda told: _safetensors(
                json.dumps(HEADER | {"__metadata__": {"lora_adapter_metadata": told}}).encode()
            )
        ),
    )
)
def test_weights_and_adapters(folder, content):
    file = _written(folder, "x.safetensors", content)
    with hostile.soon():
        try:
            found = read_header(file)
        except CheckpointError as error:
            hostile.check_problem(error.problem)
        else:
            assert found.bytes >= 0
            assert all(side >= 0 for info in found.tensors.values() for side in info.shape)
        try:
            assert isinstance(read_adapter(file, _checkpoint()), AdapterFile)
        except AdapterError as error:
            hostile.check_problem(error.problem)


def _checkpoint(_known: list[checkpoints.Checkpoint] = []) -> checkpoints.Checkpoint:  # noqa: B006
    if not _known:
        _known.append(open_checkpoint(NANO))
    return _known[0]


RATES = {
    "cpu|fp32": {
        "product_flops": 1e11, "read_bytes": 1e10, "copy_bytes": 1e10, "operator_s": 1e-6,
        "is_asynchronous": False,
    }
}  # fmt: skip


@given(content=files(RATES))
def test_rates(folder, content):
    _written(folder, "rates.json", content)
    rates = read_rates(folder, "cpu", "fp32")
    if rates is not None:
        assert replace(rates) == rates
        assert rates.product_flops > 0
    keep_rates(folder, "npu", "bf16", Rates(1e11, 1e10, 1e10, 1e-6, True))
    assert read_rates(folder, "npu", "bf16") is not None


@given(content=files({"nano 1|cpu|denoise": 1.5}))
def test_paces(folder, content):
    paces = Paces(_written(folder, "paces.json", content), "nano 1")
    known = paces.get("cpu|denoise")
    assert known is None or 0 < known < float("inf")
    paces.learn({"cpu|denoise": 2.0})
    assert 0 < paces.get("cpu|denoise") < float("inf")


@given(content=files({"/a|1|2|3": "0" * 64}))
def test_hashes(folder, content):
    store = _written(folder, "hashes.json", content)
    assert KnownHashes(store).knows(store)


@given(content=files({hashlib.sha256(b"cpu").hexdigest()[:16]: {"fp32": 10.0, "bf16": 30.0}}))
def test_speeds(folder, content):
    from engine.devices.speed import remembered

    file = _written(folder, "speeds.json", content)
    measured = {"fp32": 1.0}
    found = remembered(file, "cpu", ("fp32",), lambda: measured)
    assert 0 <= found["fp32"] < float("inf")
    assert any(found.values())


PICTURE = {
    "key": "k", "request": REQUEST, "set": "g", "index": 1, "of": 2, "model": ["/m", "nano"],
    "prior": {"grid": [1, 2], "codes": [3, 4]}, "jobs": ["j"], "ended": 1,
    "problem": {"kind": "a", "what": {"template": "{n} x", "values": {"n": 1}}, "why": "b",
                "remedy": "c"},
}  # fmt: skip
LINES = [
    {"set": {"key": "g", "grid": {"a": 1}, "unfolded": True}},
    {"add": PICTURE},
    {"begun": {"key": "k", "job": "i"}},
    {"waits": {"key": "k"}},
    {"codes": {"key": "k", "grid": [1, 1], "codes": [5]}},
    {"failed": {"key": "k", "kind": "a", "what": "{} x", "why": "", "remedy": ""}},
    {"done": {"key": "k", "picture": "/p.png"}},
    {"gone": ["k"]},
    {"order": ["k"]},
    {"rest": None},
]


@given(data=st.data())
def test_queues(data):
    """Every line that can be read counts, whatever stands in the others."""
    damaged = st.sampled_from(LINES).flatmap(hostile.jsons)
    texts = data.draw(st.lists(damaged, max_size=4))
    spoilt = [text.encode("utf-8", "surrogatepass").replace(b"\n", b" ") for text in texts]
    sound = [line(name, said) for each in LINES[:3] for name, said in each.items()]
    other = line("add", {**PICTURE, "key": "another"})
    with hostile.soon():
        log = read_log(header([]) + b"".join(sound) + b"\n".join(spoilt) + b"\n" + other)
    assert "another" in log.entries
    assert all(isinstance(asked, Asked) for asked in log.in_order())


@given(content=files({"queue": {"version": 1, "adopted": ["a"]}}))
def test_what_is_no_queue(content):
    try:
        read_log(content)
    except LogError as error:
        hostile.check_sentence(str(error)[:1000])
