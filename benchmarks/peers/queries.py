# SPDX-License-Identifier: Apache-2.0
"""The queries that the SQL peers share; each brings the few words that its dialect has of its own.

Truths are 0 no, 1 unknown, 2 yes, two bits each in one integer where there are several.
"""

from __future__ import annotations

from load import SIDES, SITES_AREA

NAMES = """
    select cell, alternative, {split_names} as name from (
        select cell, {split_alternatives} as alternative
        from (select "by" as cell from incident union select against from incident) cells
    ) alternatives
"""
"""The names in each alternative of each distinct cell."""

CELLS = f"""
    select cell, cast(sum(truth * (1 << shift)) as integer) as truths from (
        select cell, shift, case when min(truth) = max(truth) then min(truth) else 1 end as truth from (
            select names.cell, names.alternative, kinds.shift,
                max(case when kinds.shift = {2 * SIDES.index("any")} then 2 when m.truth is null then 1 else m.truth end) as truth
            from cell_name names
            cross join (select distinct shift from member) kinds
            left join member m on m.name = names.name and m.shift = kinds.shift
            group by names.cell, names.alternative, kinds.shift
        ) alternatives group by cell, shift
    ) sides group by cell
"""
"""For each distinct cell, whether who it names is of each kind of parties."""

OPEN = """
    select n, provision, area, exempting, exempting_shift, least(role, acted, timed) as truth from (
        select n, provision, area, exempting, exempting_shift,
            case when not is_either or known = turned then known else 1 end as role, acted, timed
        from (
            select i.n, i.is_either, p.provision, p.area, p.exempting, p.exempting_shift,
                least((i.doing >> p.by_shift) & 3, (i.suffering >> p.against_shift) & 3) as known,
                least((i.suffering >> p.by_shift) & 3, (i.doing >> p.against_shift) & 3) as turned,
                (i.acts >> p.acts_shift) & 3 as acted,
                case when i.start_ms >= p.last_start and i.last_ms < p.until then 2 else 1 end as timed
            from (
                select incident.n, start_ms, last_ms, is_either, act.acts, b.truths as doing, a.truths as suffering
                from incident
                join act on act.act = incident.act
                join cell b on b.cell = incident."by"
                join cell a on a.cell = incident.against
            ) i
            join provision p on i.start_ms < p.until and i.last_ms >= p.first_start
                and ((i.acts >> p.acts_shift) & 3) > 0
        ) roles
    ) conditions
    where least(role, acted, timed) > 0
"""
"""Pairs of incident and provision that are open before any place is asked."""

PLACES = """
    select n, cast(sum(case mark when 3 then 1 else mark end * (cast(1 as bigint) << (2 * area))) as bigint) as places from (
        select n, area, max(mark) as mark from (
            {inside}
            union all {touching}
            union all {sites}
            union all select i.n, k.area, 1 from incident i cross join area k where i.x is null
        ) marks group by n, area
    ) truths group by n
"""
"""For each incident, whether it lies in each area. A mark of 3, a boundary within the disc, outweighs 2, inside."""

RESULTS = """
    select n, provision,
        case
            when exempting = 1 then 1
            when exempting = 2 and ((places >> exempting_shift) & 3) = 2 then 3
            when exempting = 2 and ((places >> exempting_shift) & 3) = 1 then 1
            else core
        end as code
    from (
        select o.n, o.provision, o.exempting, o.exempting_shift, l.places,
            least(o.truth, (l.places >> (2 * o.area)) & 3) as core
        from open o join place l on l.n = o.n
    ) cores
    where core > 0 and not (core = 1 and exempting = 2 and ((places >> exempting_shift) & 3) = 2)
"""
"""Incident, provision and code: 1 possible, 2 violation, 3 exempt."""

AREAS = f"select * from (values {', '.join(f'({area})' for area in range(SITES_AREA + 1))}) as k(area)"
