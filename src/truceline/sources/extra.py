# SPDX-License-Identifier: Apache-2.0
"""How to get the libraries that documents need and that Truceline comes without."""

INSTALL_EXTRA = (
    "In the folder of the program: make setup, or pip install '.[read]' in an environment of your own."
)
