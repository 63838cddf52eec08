# SPDX-License-Identifier: Apache-2.0
"""Documents: a file of any format becomes text, each character with its place in the original. Start reading at ``read``."""
