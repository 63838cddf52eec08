# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of terms, for editors; the reader itself checks far more."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number", "boolean"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: dict[str, Schema], *required: str, description: str = "") -> Schema:
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = list(required)
    if description:
        schema["description"] = description
    return schema


def _map(of: Schema, description: str) -> Schema:
    return {"type": "object", "additionalProperties": of, "description": description}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _one_or_more(of: Schema) -> Schema:
    return {"anyOf": [of, _list(of)]}


def _defs() -> dict[str, Schema]:
    form: dict[str, Schema] = {
        "file": {"type": "string", "description": "GeoJSON, or CSV with the columns lon and lat."},
        "feature": {**_TEXT, "description": "The id, name or code of a feature of the file."},
        "polygon": {"type": "array", "description": "A closed ring of [longitude, latitude], or rings."},
        "line": {"type": "array", "description": "Positions [longitude, latitude]."},
        "points": {"type": "array", "description": "Positions [longitude, latitude]."},
        "circle": _object({"center": _list(_TEXT), "radius": _ref("distance")}, "center", "radius"),
        "buffer": _ref("area"),
        "by": _ref("distance"),
        "width": _ref("distance"),
        "union": _list(_ref("area")),
        "intersection": _list(_ref("area")),
        "difference": _list(_ref("area")),
        "at least": _ref("area"),
        "at most": _ref("area"),
        "history": _list({"type": "object"}),
        "one of": _ref("alternatives"),
        "area": _ref("area"),
    }
    conditions: dict[str, Schema] = {
        "by": _ref("parties"),
        "against": _ref("parties"),
        "in": _ref("area"),
        "crosses": _ref("area"),
        "during": _ref("period"),
        "weapons": _one_or_more({"anyOf": [{"type": "string"}, _ref("weapon")]}),
        "facts": _one_or_more(
            {
                "anyOf": [
                    {"type": "string"},
                    _object({"fact": {"type": "string"}, "before": {"type": "string"}}, "fact"),
                ]
            }
        ),
        "unless": _map(_ref("exception"), "Exceptions, joined by OR."),
    }
    acts = _one_or_more({"type": "string"})
    span = {"from": _ref("time"), "until": _ref("time")}
    return {
        "cite": {
            "description": "A citation, or its clauses: statement, {statement: scope}, or a list.",
            "type": ["string", "object", "array"],
        },
        "alternatives": {
            "type": "array",
            "minItems": 2,
            "description": "Rival readings; each may carry its source.",
        },
        "distance": {"type": "string", "pattern": r"^\d+(\.\d+)?\s*(m|km)$"},
        "time": {
            "description": "ISO 8601, an event, an event + a length, {one of: [...]}, or {at, stated as}.",
            "anyOf": [
                {"type": "string"},
                _object({"one of": _ref("alternatives")}, "one of"),
                _object({"at": _ref("time"), "stated as": _one_or_more(_TEXT)}, "at"),
            ],
        },
        "area": {"anyOf": [{"type": "string"}, _object(form)]},
        "named area": _object({**form, "name": _TEXT, "note": _TEXT, "cite": _ref("cite")}),
        "parties": {
            "anyOf": [
                _one_or_more({"type": "string"}),
                _object({"any": _one_or_more({"type": "string"}), "not": _one_or_more({"type": "string"})}),
                _object({"one of": _ref("alternatives")}, "one of"),
            ]
        },
        "period": _object(
            {
                **span,
                "for": {"type": "string", "description": "24 h, 90 min; days are calendar days."},
                "stated length": {"type": "string", "description": "As a source gives it; checked."},
                "extended": _list(
                    _object(
                        {
                            "until": _ref("time"),
                            "for": {"type": "string"},
                            "announced": _ref("time"),
                            "cite": _ref("cite"),
                        }
                    )
                ),
                "renewed": _object(
                    {
                        "for": {"type": "string"},
                        "notice": {
                            "type": "string",
                            "description": "So long before the end it may be stopped.",
                        },
                        "given": _one_or_more(_ref("time")),
                        "cite": _ref("cite"),
                    },
                    "for",
                ),
                "daily": {"type": "array", "description": "[10:00, 20:00] on the local clock."},
                "weekdays": _one_or_more({"type": "string"}),
            }
        ),
        "weapon": _object(
            {
                "class": {"type": "string", "description": "A code of the taxonomy of weapons."},
                "calibre_mm": _object(
                    dict.fromkeys(("at least", "more than", "at most", "less than"), _TEXT)
                ),
            },
            "class",
        ),
        "exception": _object({"acts": acts, **conditions, "cite": _ref("cite"), "note": _TEXT}),
        "standing": _list(
            _object(
                {
                    "is": {"enum": ["proposed", "in force", "suspended", "ended", "rejected"]},
                    "from": _ref("time"),
                    "by": {"type": "string"},
                    "announced": _ref("time"),
                    "under": {"type": "string", "description": "The rule by which it was decided."},
                    "cite": _ref("cite"),
                },
                "is",
                "from",
            )
        ),
        "provision": _object(
            {
                "title": _TEXT,
                "words": {**_TEXT, "description": "The clause as published."},
                "language": _TEXT,
                "reading": {**_TEXT, "description": "How a doubtful clause is read here."},
                "note": _TEXT,
                "prohibit": acts,
                **conditions,
                "answering": _one_or_more(
                    _object(
                        {"party": {"type": "string"}, "for": _ref("parties"), "cite": _ref("cite")},
                        "party",
                        "for",
                    )
                ),
                "rival texts": _map(
                    _object(
                        {
                            **dict.fromkeys(("words", "language", "note"), _TEXT),
                            "prohibit": acts,
                            **conditions,
                            "cite": _ref("cite"),
                        },
                        "cite",
                    ),
                    "Versions of the clause, of which nobody knows which binds.",
                ),
                "standing": _ref("standing"),
                "cite": _ref("cite"),
            },
            "standing",
        ),
        "duty": _object(
            {
                **dict.fromkeys(("title", "words", "language", "reading", "note"), _TEXT),
                "of": _one_or_more({"type": "string"}),
                "due": _object(
                    {
                        **span,
                        "by": _ref("time"),
                        "every": {
                            "type": "string",
                            "description": "24 h, 7 days; for a duty that comes again.",
                        },
                    }
                ),
                "shown by": _one_or_more(
                    _object(
                        {
                            "acts": acts,
                            **{k: v for k, v in conditions.items() if k not in ("during", "unless")},
                        }
                    )
                ),
                "presume": {"enum": ["undone"], "description": "What nobody recorded counts as not done."},
                "standing": _ref("standing"),
                "cite": _ref("cite"),
            },
            "of",
            "due",
            "shown by",
            "cite",
        ),
        "party": _object(
            {
                "name": _TEXT,
                "codes": _map(_one_or_more(_TEXT), "Codes in data sets."),
                "aliases": _one_or_more(_TEXT),
                "members": {"description": "A list, {file: x.csv}, or undefined."},
                "complete": {"enum": ["yes", "no", True, False]},
                "not members": _one_or_more({"type": "string"}),
                "could be": _one_or_more({"type": "string"}),
                "cite": _ref("cite"),
                "note": _TEXT,
            },
            "name",
        ),
    }


def terms_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a document of terms.

    Editors read YAML with types, so that a date or a number may arrive as such; the schema allows it
    where the language takes any text.
    """
    defs = _defs()
    period = defs["period"]["properties"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Terms of a ceasefire (Truceline)",
        **_object(
            {
                "truceline": {"enum": ["1", 1]},
                "id": _TEXT,
                "title": _TEXT,
                "note": _TEXT,
                "timezone": {"type": "string", "description": "IANA name, such as Asia/Damascus."},
                "as known at": _ref("time"),
                "citations": _map(
                    _object(
                        {
                            **dict.fromkeys(("title", "publisher", "date", "url", "language", "note"), _TEXT),
                            "clauses": _list(_TEXT),
                        },
                        "title",
                    ),
                    "Sources, with the clauses that the terms account for.",
                ),
                "events": _map(
                    _object(
                        {
                            "at": _ref("time"),
                            "stated as": _one_or_more(_TEXT),
                            "title": _TEXT,
                            "cite": _ref("cite"),
                        },
                        "at",
                    ),
                    "Moments that other times are counted from.",
                ),
                "taxonomies": _object(
                    {
                        "acts": _map(_TEXT, "More acts."),
                        "weapons": _map(
                            {
                                "anyOf": [
                                    _TEXT,
                                    _object({"definition": _TEXT, "calibre_mm": _TEXT}, "definition"),
                                ]
                            },
                            "More weapons.",
                        ),
                    }
                ),
                "parties": _map(_ref("party"), "Whoever can be bound or can act."),
                "rules": _map(
                    _object(
                        {
                            **dict.fromkeys(("title", "words", "language", "note"), _TEXT),
                            "by": _one_or_more({"type": "string"}),
                            "cite": _ref("cite"),
                        },
                        "title",
                        "cite",
                    ),
                    "Who may change a standing, and how.",
                ),
                "standing": _list(
                    _object(
                        {
                            "parties": _one_or_more({"type": "string"}),
                            "is": {"enum": ["bound", "excluded"]},
                            "from": period["from"],
                            "until": period["until"],
                            "under": {"type": "string", "description": "The rule by which it was decided."},
                            "cite": _ref("cite"),
                        },
                        "parties",
                        "is",
                    )
                ),
                "areas": _map(_ref("named area"), "Places on the map."),
                "provisions": _map(_ref("provision"), "Prohibitions."),
                "duties": _map(_ref("duty"), "What parties must have done by a time."),
                "facts": _map(
                    _object(
                        {
                            "title": _TEXT,
                            "about": {"enum": ["incident", "party", "area", "period"]},
                            "presume": {"enum": ["yes", "no", True, False]},
                            "cite": _ref("cite"),
                        },
                        "title",
                    ),
                    "What no incident shows.",
                ),
                "not assessed": _list(_object({"cite": _ref("cite"), "because": _TEXT}, "cite", "because")),
            },
            "truceline",
            "id",
            "title",
            "timezone",
            "provisions",
        ),
        "$defs": defs,
    }
