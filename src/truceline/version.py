# SPDX-License-Identifier: Apache-2.0
"""The version of the package, which every findings file names."""

VERSION = "0.1.0"
