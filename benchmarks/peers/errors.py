# SPDX-License-Identifier: Apache-2.0
"""Why a peer cannot run here."""


class NotHereError(Exception):
    """A peer cannot run here; the text says why."""
