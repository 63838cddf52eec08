# SPDX-License-Identifier: Apache-2.0
"""Claims: what statements say that matters to a truce, reviewed by people. Start reading at ``find``."""
