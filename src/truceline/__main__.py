# SPDX-License-Identifier: Apache-2.0
"""Runs the program: ``python -m truceline``."""

from truceline.cli import main

main()
