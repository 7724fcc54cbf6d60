"""One checkpoint: what it is, whether it is whole, what it would do here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from engine.errors import Problem
from engine.examination import Outlook
from glm_studio.models.catalog import Found, Origin
from glm_studio.state.studio import StudioState
from glm_studio.state.verification import Verification
from glm_studio.ui import icons
from glm_studio.ui.controls import (
    ElidedLabel,
    card_head,
    label,
    paragraph,
    push_button,
    quoting_tip,
    tool_button,
)
from glm_studio.ui.facts import Facts
from glm_studio.ui.model_words import (
    expected_of,
    memory_words,
    origin_name,
    plan_words,
    time_words,
)
from glm_studio.ui.sparkline import Meter
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said, size_of
from glm_studio.words import tr

_ICON_SIDE = 26


class ModelCard(QFrame):
    """Binds to nothing: the page shows it what is found. `delete` asks before files go."""

    def __init__(
        self, found: Found, states: StudioState, delete: Callable[[Found], None], theme: Theme
    ) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.found, self._states, self._delete, self._theme = found, states, delete, theme
        self._models = states.models
        self._icon = QLabel()
        self._title = ElidedLabel("heading")
        self._where = ElidedLabel("muted")
        self._state = label("", "state")
        self._facts = Facts(theme)
        self._note = paragraph("muted")
        self._note.setText(self.tr("A small stand-in, for trying out: not GLM-Image's quality."))
        self._why = paragraph("muted")
        self._remedy = paragraph("value")
        self._meter = Meter(theme, warns=False)
        self._checking = label("", "small")
        self.use = push_button(theme, self.tr("Use this model"), "go")
        self.use.setToolTip(self.tr("Draw with this model from now on. Nothing is restarted."))
        self.verify = push_button(theme, self.tr("Verify"), icon_name="shield-check")
        self.repair = push_button(theme, self.tr("Repair"), icon_name="download")
        self.repair.setToolTip(self.tr("Download again what is damaged or missing of it"))
        self.reveal = tool_button(theme, "folder-open", self.tr("Show in the file manager"))
        self.more = tool_button(theme, "ellipsis", self.tr("More"))
        self._lay_out()
        self._bind()
        theme.changed.connect(self._paint_icon)
        self.show_found(found)

    def text(self) -> str:
        """All that the card says."""
        parts = (
            self._title, self._where, self._state, self._note, self._why, self._remedy,
            self._checking,
        )  # fmt: skip
        lines = [part.text() for part in parts if part.isVisibleTo(self)]
        return " ".join([*lines, self._facts.text()])

    def show_found(self, found: Found) -> None:
        """What is known of it now."""
        self.found = found
        models = self._states.models
        used = found.folder == self._states.model.folder
        verification = models.verification(found.folder)
        outlook = models.outlook(found.folder)
        problem = found.problem or (verification.problem if verification else None)
        self._title.setText(found.name)
        self._where.setText(str(found.folder))
        self._where.setToolTip(quoting_tip(str(found.folder)))
        self._show_state(used, problem, verification)
        self._show_facts(found, outlook, verification)
        self._show_problem(problem or (outlook if isinstance(outlook, Problem) else None))
        self._show_verification(found, verification)
        self.repair.setVisible(problem is not None and found.manifest is not None)
        self._show_use(found, used)
        self.more.setVisible(bool(self._choices(found)))
        name = f"{found.name}, {self._state.text()}"
        if self.accessibleName() != name:
            self.setAccessibleName(name)

    # Laying out and binding ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        space = self._theme.space
        top = card_head(self._theme, self._icon, (self._title, self._where), self._state)
        buttons = QHBoxLayout()
        buttons.setSpacing(space("small"))
        buttons.addWidget(self.use)
        buttons.addWidget(self.verify)
        buttons.addWidget(self.repair)
        buttons.addStretch(1)
        buttons.addWidget(self.reveal)
        buttons.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space("large")] * 4)
        column.setSpacing(space("small"))
        column.addLayout(top)
        for widget in self._lines():
            column.addWidget(widget)
        column.addSpacing(space("tight"))
        column.addLayout(buttons)

    def _lines(self) -> tuple[QWidget, ...]:
        return self._note, self._facts, self._why, self._remedy, self._meter, self._checking

    def _bind(self) -> None:
        self.use.clicked.connect(lambda: self._states.shelf.choose(self.found.folder))
        self.verify.clicked.connect(self._toggle_verifying)
        self.repair.clicked.connect(lambda: self._states.shelf.repair(self.found))
        self.reveal.clicked.connect(lambda: reveal(self.found.folder, self._states))
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for words, act in self._choices(self.found):
            menu.addAction(words).triggered.connect(act)

    def _choices(self, found: Found) -> list[tuple[str, Callable[[], object]]]:
        """What else can be done. The model in use is neither taken away nor forgotten."""
        if found.folder == self._states.model.folder:
            return []
        choices: list[tuple[str, Callable[[], object]]] = []
        if found.folder in self._models.folders:
            choices.append(
                (
                    self.tr("Remove from the list"),
                    lambda: self._models.forget(found.folder),
                )
            )
        if found.manifest is not None or found.place.origin is Origin.DOWNLOADED:
            choices.append((self.tr("Delete the files…"), lambda: self._delete(found)))
        return choices

    def _toggle_verifying(self) -> None:
        verification = self._models.verification(self.found.folder)
        if verification is not None and verification.running:
            self._models.stop_verifying(self.found.folder)
        else:
            self._models.verify(self.found.folder)

    # Showing -------------------------------------------------------------------------------------

    def _show_state(
        self, used: bool, problem: Problem | None, verification: Verification | None
    ) -> None:
        if problem is not None:
            words, state = self.tr("Broken"), "failed"
        elif used:
            words, state = self.tr("In use"), "busy"
        elif verification is not None and verification.verified is not None:
            words, state = self.tr("Verified"), "idle"
        else:
            words, state = self.tr("Ready"), "idle"
        self._state.setText(words)
        if self._state.property("state") != state:
            for widget in (self, self._state):
                widget.setProperty("state", state)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
            self._paint_icon()

    def _show_facts(
        self, found: Found, outlook: Outlook | Problem | None, verification: Verification | None
    ) -> None:
        """On the disk, then what it would do here."""
        facts = {
            self.tr("On disk"): size_of(found.disk_bytes),
            self.tr("Origin"): origin_name(found),
        }
        if found.checkpoint is not None:
            facts |= self._outlook_facts(found, outlook)
            facts |= self._verified_facts(verification)
        self._facts.show_facts(facts)
        stand_in = found.checkpoint is not None and found.checkpoint.stand_in
        self._note.setVisible(stand_in)

    def _outlook_facts(self, found: Found, outlook: Outlook | Problem | None) -> dict[str, str]:
        """Of the first device: the others of a kind are the same."""
        plan_name = self.tr("On this machine")
        if outlook is None:
            return {plan_name: self.tr("planning …")}
        if isinstance(outlook, Problem):
            return {plan_name: self.tr("no way was found; see below")}
        facts = {}
        for device, plan in list(outlook.plans.items())[:1]:
            facts[self.tr("On {device}").format(device=device)] = plan_words(plan)
            facts[self.tr("Memory")] = memory_words(plan)
            expected = expected_of(outlook, found.name, device)
            if expected is not None:
                facts[self.tr("A picture")] = time_words(expected)
        return facts

    def _verified_facts(self, verification: Verification | None) -> dict[str, str]:
        if verification is None or verification.verified is None:
            return {}
        verified = verification.verified
        told = self.tr("%n file(s) as published", "", verified.compared)
        words = told if verified.compared else self.tr("readable; none were published")
        return {
            self.tr("Checksums"): words,
            self.tr("Fingerprint"): verified.fingerprint[:12],
        }

    def _show_problem(self, problem: Problem | None) -> None:
        for part in (self._why, self._remedy):
            part.setVisible(problem is not None)
        if problem is not None:
            self._why.setText(f"{said(problem.what)} {said(problem.why)}")
            self._remedy.setText(said(problem.remedy))

    def _show_verification(self, found: Found, verification: Verification | None) -> None:
        running = verification is not None and verification.running
        for part in (self._meter, self._checking):
            part.setVisible(running)
        self.verify.setVisible(found.checkpoint is not None)
        self.verify.setText(self.tr("Stop") if running else self.tr("Verify"))
        self.verify.setToolTip(
            self.tr("Read no further")
            if running
            else self.tr("Read every file and compare it with its published checksum")
        )
        if verification is not None and running:
            done, total = verification.done_bytes, verification.total_bytes
            self._meter.show_part(done / total if total else 0.0)
            words = self.tr("Reading: {done} of {total}")
            self._checking.setText(words.format(done=size_of(done), total=size_of(total)))

    def _show_use(self, found: Found, used: bool) -> None:
        self.use.setVisible(found.checkpoint is not None and not used)
        reason = self._states.keeps_devices
        self.use.setEnabled(not reason)
        self.use.setToolTip(
            reason or self.tr("Draw with this model from now on. Nothing is restarted.")
        )

    def _paint_icon(self) -> None:
        broken = self._state.property("state") == "failed"
        colour = self._theme.tokens.colours["danger" if broken else "accent"]
        name = "triangle-alert" if broken else "package"
        self._icon.setPixmap(icons.pixmap(name, colour, _ICON_SIDE, self.devicePixelRatioF()))


def reveal(folder: Path, states: StudioState) -> None:
    """Open a folder in the desktop's file manager."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        words = tr("No file manager opened {folder}")
        states.noticed.emit(words.format(folder=folder))
