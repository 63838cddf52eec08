# SPDX-License-Identifier: Apache-2.0
"""Ceasefire terms as code: checked terms, incidents, findings with their reasons.

Each room is imported by its name: ``truceline.terms`` (``load_terms``), ``truceline.records``
(``read_incidents``), ``truceline.assess`` (``assess``, ``explain``), ``truceline.reports``. A finding
of *violation*, and the absence of one, holds in every world that the record and the text allow;
everything else is *possible*.
"""

from truceline.version import VERSION

__all__ = ["__version__"]

__version__ = VERSION
