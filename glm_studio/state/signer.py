"""Who signs pictures with content credentials, for the settings page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.errors import Problem, problem_of
from glm_studio.library.certificate import Identity
from glm_studio.library.copies import write_copy
from glm_studio.library.credentials import Signing, ready_identity
from glm_studio.state.background import Background
from glm_studio.state.failures import FailureState
from glm_studio.state.labelling import LabellingState


class SignerState(QObject):
    """The signer, or why there is none; neither as long as nothing is to be signed."""

    changed = Signal()
    saved = Signal(object)
    """The path of a certificate that others can have."""

    def __init__(
        self,
        labelling: LabellingState,
        background: Background,
        failures: FailureState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._labelling, self._background, self._failures = labelling, background, failures
        self._looked_at: Signing | None = None
        self.identity: Identity | None = None
        self.problem: Problem | None = None
        labelling.changed.connect(self.look)

    @property
    def signs(self) -> bool:
        """Whether pictures are to be signed, and it is known where certificates are."""
        current = self._labelling.current
        return current.credentials and current.signer is not None

    def look(self) -> None:
        """Find out who signs, once for each wish; a certificate is made if there is none."""
        signing = self._labelling.signing if self.signs else None
        if signing == self._looked_at:
            return
        self._looked_at = signing
        self._take(None, None)
        if signing is None:
            return

        def take(identity: Identity) -> None:
            if signing == self._looked_at:
                self._take(identity, None)

        def fail(error: Exception) -> None:
            if signing == self._looked_at:
                self._take(None, problem_of(error))

        self._background.run(lambda: ready_identity(signing), take, fail)

    def save_certificate(self, target: Path) -> None:
        """Write what others need to trust the signer; there is nothing secret in it."""
        identity = self.identity
        if identity is None:
            return
        content = identity.anchors.encode()

        def tell(_: None) -> None:
            self.saved.emit(target)

        def fail(error: Exception) -> None:
            self._failures.show(problem_of(error))

        self._background.run(lambda: write_copy(content, target), tell, fail)

    def _take(self, identity: Identity | None, problem: Problem | None) -> None:
        self.identity, self.problem = identity, problem
        self.changed.emit()
