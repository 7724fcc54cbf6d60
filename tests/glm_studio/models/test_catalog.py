"""Finding checkpoints where people have them."""

from __future__ import annotations

import json
from pathlib import Path

from glm_studio.models.catalog import (
    Origin,
    Place,
    Roots,
    checkpoints_below,
    describe,
    find,
    hugging_face_cache,
    modelscope_cache,
)
from support.checkpoints import NANO


def model(folder: Path, pipeline: str = "GlmImagePipeline") -> Path:
    """A folder that says what it is; nothing more is read to find it."""
    folder.mkdir(parents=True)
    (folder / "model_index.json").write_text(json.dumps({"_class_name": pipeline}))
    return folder


def places(tmp_path: Path, **roots: Path | tuple[Path, ...]) -> list[tuple[str, Origin]]:
    found = find(Roots(NANO, tmp_path / "downloads", **roots))
    assert found[0] == Place(NANO, Origin.BUNDLED)
    return [(place.folder.relative_to(tmp_path).as_posix(), place.origin) for place in found[1:]]


def test_the_caches_of_both_clients_are_looked_through(tmp_path):
    hub, ms = tmp_path / "hub", tmp_path / "ms"
    old = model(hub / "models--zai-org--GLM-Image" / "snapshots" / "aaa")
    model(hub / "models--zai-org--GLM-Image" / "snapshots" / "bbb")
    model(hub / "models--some--Flux" / "snapshots" / "ccc", "FluxPipeline")
    (hub / "models--zai-org--GLM-Image" / "refs").mkdir()
    (hub / "models--zai-org--GLM-Image" / "refs" / "main").write_text("aaa\n")
    model(ms / "hub" / "models" / "ZhipuAI" / "GLM-Image")
    model(ms / "models" / "me--Mine" / "snapshots" / "master")
    found = places(tmp_path, hugging_face=hub, modelscope=ms)
    assert found == [
        (old.relative_to(tmp_path).as_posix(), Origin.HUGGING_FACE),
        ("ms/models/me--Mine/snapshots/master", Origin.MODELSCOPE),
        ("ms/hub/models/ZhipuAI/GLM-Image", Origin.MODELSCOPE),
    ]
    assert describe(Place(old, Origin.HUGGING_FACE)).name == "GLM-Image"


def test_a_folder_that_was_added_twice_is_one_model(tmp_path):
    mine = model(tmp_path / "mine")
    (tmp_path / "link").symlink_to(mine)
    assert places(tmp_path, folders=(mine, tmp_path / "link")) == [("mine", Origin.FOLDER)]


def test_a_folder_with_several_models_stands_for_them(tmp_path):
    first, second = model(tmp_path / "a"), model(tmp_path / "b" / "c")
    model(tmp_path / "d", "FluxPipeline")
    assert checkpoints_below(tmp_path) == [first, second]
    assert checkpoints_below(first) == [first]
    assert checkpoints_below(tmp_path / "d") == [tmp_path / "d"]  # to be told what is wrong with it
    assert checkpoints_below(tmp_path / "nowhere") == []


def test_what_is_wrong_with_a_folder_is_said_in_the_engine_s_words(tmp_path):
    found = describe(Place(model(tmp_path / "a"), Origin.FOLDER))
    assert found.checkpoint is None
    assert found.problem is not None
    assert found.problem.kind == "checkpoint"


def test_the_bundled_model_is_described(tmp_path):
    found = describe(Place(NANO, Origin.BUNDLED))
    assert (found.name, found.problem) == ("GLM-Image nano", None)
    assert found.disk_bytes > 20_000_000


def test_caches_are_where_the_clients_variables_say():
    assert hugging_face_cache({"HF_HUB_CACHE": "/a"}) == Path("/a")
    assert hugging_face_cache({"HF_HOME": "/b"}) == Path("/b/hub")
    assert hugging_face_cache({"XDG_CACHE_HOME": "/c"}) == Path("/c/huggingface/hub")
    assert modelscope_cache({"MODELSCOPE_CACHE": "/d"}) == Path("/d")
