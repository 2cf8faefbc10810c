"""Runs a program in a terminal of its own. Each line on standard input is a press of Ctrl-C; what it writes goes to standard
output. Ends with the program's exit code."""

import os
import pty
import select
import sys

child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])

listened = [terminal, sys.stdin.fileno()]
while True:
    for ready in select.select(listened, [], [])[0]:
        try:
            piece = os.read(ready, 4096)
        except OSError:  # Linux's way to say that nobody holds the other end
            piece = b""
        if ready == terminal and not piece:
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255)
        if ready == terminal:
            os.write(1, piece)
        elif not piece:
            listened.remove(ready)
        else:
            os.write(terminal, b"\x03" * piece.count(b"\n"))
