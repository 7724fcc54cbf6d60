"""What the enhancer's server did wrong, in words."""

from __future__ import annotations

from engine.errors import Problem
from glm_studio.prompting.chat import SILENCE_S, ChatError, ChatFault
from glm_studio.words import tr


def problem_with(error: ChatError, server: str) -> Problem:
    """The problem to show; `server` is where the prompt was sent."""
    what = tr("The prompt could not be rewritten.")
    detail = error.detail.rstrip(".")
    said = tr("{server} said: {words}.").format(server=server, words=detail)
    why, remedy = {
        ChatFault.ADDRESS: (
            tr("{server} is no http or https address.").format(server=server),
            tr("Enter one like http://localhost:8000/v1 in the settings."),
        ),
        ChatFault.REFUSED: (
            tr("Nobody answers at {server}: {words}.").format(server=server, words=detail),
            tr("Start the server, or check its address in the settings."),
        ),
        ChatFault.TIMEOUT: (
            tr("{server} was silent for {n} seconds.").format(server=server, n=int(SILENCE_S)),
            tr("See whether the server is busy or stuck, then try again."),
        ),
        ChatFault.INSECURE: (
            tr("{server} has no certificate that this machine trusts: {words}.").format(
                server=server, words=detail
            ),
            tr("Check the address, or have the certificate added to this machine."),
        ),
        ChatFault.KEY: (said, tr("Check the key in the settings.")),
        ChatFault.NOT_FOUND: (said, tr("Check the model's name and the address in the settings.")),
        ChatFault.BUSY: (said, tr("Wait a little, then try again.")),
        ChatFault.STATUS: (said, tr("The server's log says more; then try again.")),
        ChatFault.NOT_CHAT: (
            tr("What {server} sent is no answer of a chat model: {words}.").format(
                server=server, words=detail
            ),
            tr("Enter the address of an OpenAI-compatible server in the settings."),
        ),
        ChatFault.DROPPED: (
            tr("The connection to {server} broke before the answer was whole.").format(
                server=server
            ),
            tr("Try again; if it breaks again, the server's log says more."),
        ),
    }[error.fault]
    return Problem("enhancer", what, why, remedy)
