"""The doctor on simulated cards: each is measured, and one that fails is told."""

from __future__ import annotations

from engine.doctor import examine
from engine.examination import Question, State
from simulated_card.rig import Card
from support.checkpoints import NANO


def found(tmp_path, device="auto"):
    return examine(Question(NANO, device), tmp_path)


def test_every_card_is_measured_and_the_first_one_plans(cards, tmp_path):
    cards(Card(), Card())
    page = found(tmp_path)
    assert page.verdict.code == 0, page.sections
    measured = {m.device for m in page.measurements}
    assert measured == {"npu:0", "npu:1", "cpu"}
    assert all(m.rates.is_asynchronous for m in page.measurements if m.device != "cpu")
    assert list(page.plans) == ["npu:0"]
    assert {e.device for e in page.expectations} == {"npu:0"}
    assert page.fingerprints["npu:0"]


def test_two_cards_that_share_a_picture_are_both_planned_for(cards, tmp_path):
    cards(Card(), Card())
    page = found(tmp_path, "npu:0+npu:1")
    assert page.verdict.code == 0, page.sections
    assert {m.device for m in page.measurements} == {"npu:0", "npu:1"}
    assert list(page.plans) == ["npu:0", "npu:1"]
    assert not page.expectations  # each does a part alone


def test_a_card_that_is_not_well_is_worth_mending(cards, tmp_path):
    cards(Card(), Card(health="Alarm"))
    page = found(tmp_path)
    assert page.verdict.code == 1
    (devices,) = [section for section in page.sections if section.name == "devices"]
    ill = next(check for check in devices.checks if check.name == "npu:1")
    assert ill.state is State.BROKEN
    assert "npu-smi" in ill.mends
