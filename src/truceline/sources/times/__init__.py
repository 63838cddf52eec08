# SPDX-License-Identifier: Apache-2.0
"""Times: words for times in a document and the stretch of time that they mean. Start reading at ``find``."""
