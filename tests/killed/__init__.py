"""The program is killed, again and again, and nothing that it has announced may be missing then.

`python -m tests.killed --rounds 200` starts the real program on a user's folders, uses it, kills it
at a random moment, looks at the files, and starts it again on what is left. A round is:

1. A process that has imported the program already forks (`zygote.py`), and the fork runs
   `glm_studio.__main__.main`: the command line, Qt offscreen, the window, the loop, the engine on
   the processor with a tiny model, the library, SQLite. Nothing of them is replaced.
2. In it somebody uses the states as the widgets do (`user.py`), by a seed, while `observed.py`
   announces to the harness what is asked and what is done, each at the moment when the program's
   own promise is fulfilled. These lines survive the killing: they are sent, not kept.
3. The harness sends SIGKILL (`rounds.py`), or the program sends it to itself at one of its own
   calls to the system (`striking.py`).
4. What was announced is held against the disk (`ledger.py`, `invariants.py`) by readers that share
   no code with the program's (`reading.py`).
5. The next start is the next round's: once its window is painted and its library read, nothing of
   the killed one may lie around, and the index must say what the files say.
"""
