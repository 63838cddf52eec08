# SPDX-License-Identifier: Apache-2.0
"""The command line: each command turns its options into one call of the library.

Start reading at ``main``. Results go to standard output or the named file, words for people to
standard error.
"""

from truceline.cli.program import EXIT_STATUS, app, main

__all__ = ["EXIT_STATUS", "app", "main"]
