"""Who signs pictures, and the certificate that others need to trust them: in the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from glm_studio.state.studio import StudioState
from glm_studio.ui.controls import label, paragraph, push_button
from glm_studio.ui.theme import Theme
from glm_studio.ui.wording import said
from glm_studio.words import tr


class SignerCard(QWidget):
    """Binds to `states.signer`; hidden while nothing is signed."""

    def __init__(self, states: StudioState, theme: Theme) -> None:
        super().__init__()
        self._states = states
        self.heading = label("", "value")
        self.explained = paragraph("small")
        self.save = push_button(theme, tr("Save the certificate…"), icon_name="download")
        self.save.setToolTip(
            tr("For those who shall trust your pictures; there is no secret in it")
        )
        self.save.clicked.connect(self._save)
        words = QVBoxLayout()
        words.setSpacing(theme.space("hair"))
        words.addWidget(self.heading)
        words.addWidget(self.explained)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space("small"), 0, theme.space("small"))
        row.setSpacing(theme.space("medium"))
        row.addLayout(words, 1)
        row.addWidget(self.save)
        states.signer.changed.connect(self._show_state)
        states.signer.look()
        self._show_state()

    def _show_state(self) -> None:
        signer = self._states.signer
        identity, problem = signer.identity, signer.problem
        self.setVisible(signer.signs and (identity is not None or problem is not None))
        self.save.setVisible(identity is not None)
        if identity is not None:
            ends = QDate(identity.expires.year, identity.expires.month, identity.expires.day)
            day = QLocale().toString(ends, QLocale.FormatType.ShortFormat)
            self.heading.setText(tr("Signed by {name}").format(name=identity.name))
            self.explained.setText(
                tr(
                    "The certificate is valid until {day}. Other programs call the signer unknown "
                    "until they are given it."
                ).format(day=day)
            )
        elif problem is not None:
            self.heading.setText(tr("Pictures are not signed"))
            self.explained.setText(f"{said(problem.why)} {said(problem.remedy)}")

    def _save(self) -> None:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = str(Path(place) / "glm-studio-authority.pem")
        target, _filter = QFileDialog.getSaveFileName(
            self, tr("Save the certificate"), proposed, "PEM (*.pem)"
        )
        if target:
            self._states.signer.save_certificate(Path(target))
