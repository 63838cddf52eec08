# SPDX-License-Identifier: Apache-2.0
"""Origins: which documents repeat one utterance, and who stands behind a claim. Start reading at ``find``."""
