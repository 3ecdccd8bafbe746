"""A gateway for a trace: decides each line by a policy.json, and adds `decision` and `message`. It decides as jamb
assumes, or differs in one point, named as in jamb's table of points.
"""

import datetime
import json
import re
import sys

policy = json.load(open(sys.argv[1], encoding="utf-8"))
differs = sys.argv[2]
MISSING = object()
counts, slid = {}, {}


def value_at(args, path):
    for name in re.findall(r'\."((?:[^"\\]|\\.)*)"|\.([A-Za-z_][A-Za-z0-9_-]*)', path[len("args"):]):
        if not isinstance(args, dict) or (name[0] or name[1]) not in args:
            return MISSING
        args = args[name[0] or name[1]]
    return args


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def spelt(value):
    return value if isinstance(value, str) else json.dumps(value)


def equal(actual, value):
    if isinstance(actual, (list, dict)) or actual is None:
        return False
    if differs == "TypesAreStrict" and (type(actual) is not type(value)) and not (is_number(actual) and is_number(value)):
        return False
    if is_number(actual) and is_number(value):
        return spelt(actual) == spelt(value) if differs == "NumbersAreTexts" else float(actual) == float(value)
    return plain(actual) == plain(value)


def plain(value):
    return spelt(int(value) if isinstance(value, float) and value.is_integer() else value)


def ordered(actual, op, value):
    if isinstance(actual, str) and differs == "TextsHaveOrder":
        try:
            actual = float(actual)
        except ValueError:
            return False
    if not is_number(actual):
        return False
    return {"lt": actual < value, "lte": actual <= value, "gt": actual > value, "gte": actual >= value}[op]


def matches(actual, pattern):
    if not isinstance(actual, str):
        if differs != "RegexReadsNumbers" or isinstance(actual, (list, dict)) or actual is None:
            return False
        actual = spelt(actual)
    return bool((re.fullmatch if differs == "RegexIsAnchored" else re.search)(pattern, actual))


def holds(condition, args, kind):
    op, value = condition["op"], condition["value"]
    actual = value_at(args, condition["path"])
    if op == "exists":
        there = actual is not MISSING and (actual is not None or differs == "NullExists")
        return there == value
    if actual is None and differs == "NullIsMissing":
        actual = MISSING
    if actual is MISSING:
        if differs == "MissingMeetsDenyIf" and kind == "deny_if" or differs == "MissingMeetsRequire" and kind == "require":
            return True
        return differs == "MissingDiffers" and op in ("neq", "not_in")
    if op in ("eq", "in"):
        return any(equal(actual, one) for one in (value if op == "in" else [value]))
    if op in ("neq", "not_in"):
        return not any(equal(actual, one) for one in (value if op == "not_in" else [value]))
    if op == "regex":
        return matches(actual, value)
    if op == "contains":
        return any(equal(one, value) for one in actual) if isinstance(actual, list) else isinstance(actual, str) and spelt(value) in actual
    return ordered(actual, op, value)


def denial_by_rules(tool, args):
    if (tool in policy.get("hide", []) or "*" in policy.get("hide", [])) and differs != "HiddenIsCallable":
        return "hidden"
    rules = policy.get("tools", {}).get(tool)
    if rules is None:
        return None if policy["default"] == "allow" and differs != "UnlistedIsDenied" else "not listed"
    steps = [("require", entry) for entry in rules.get("require", [])]
    refusals = [("deny_if", entry) for entry in rules.get("deny_if", [])]
    for kind, entry in refusals + steps if differs == "DenyIfComesFirst" else steps + refusals:
        met = [holds(condition, args, kind) for condition in entry["conditions"]]
        if kind == "require" and not met and differs == "EmptyRequireDenies":
            return entry.get("on_deny", "denied")
        if all(met) == (kind == "deny_if"):
            return entry.get("on_deny", "denied")
    return None


def denial_by_limits(tool, seconds, counts_only=False):
    limits = policy.get("tools", {}).get(tool, {}).get("limits", []) + policy.get("all_tools", {}).get("limits", [])
    limits = [limit for limit in limits if not (limit["window"] == "day" and differs == "NoDays")]
    length = {"minute": 60, "hour": 3600, "day": 86400}
    def key(limit):
        return limit["counter"], limit["window"], seconds // length[limit["window"]]
    for limit in limits:
        times = slid.setdefault(limit["counter"], [])
        recent = sum(1 for time in times if time > seconds - length[limit["window"]])
        used = recent if differs == "WindowsSlide" else counts.get(key(limit), 0)
        if used >= limit["max"]:
            return "too many calls"
    for limit in limits:
        counts[key(limit)] = counts.get(key(limit), 0) + 1
        slid[limit["counter"]].append(seconds)
    return None


for line in sys.stdin:
    call = json.loads(line)
    seconds = int(datetime.datetime.fromisoformat(call["ts"].replace("Z", "+00:00")).timestamp())
    tool, args = call["tool"], call["args"]
    if differs == "LimitsComeFirst":
        denial = denial_by_limits(tool, seconds) or denial_by_rules(tool, args)
    else:
        denial = denial_by_rules(tool, args) or denial_by_limits(tool, seconds)
    call["decision"] = "deny" if denial else "allow"
    if denial:
        call["message"] = "[POLICY DENIED] " + denial
    del call["expect"]
    print(json.dumps(call))
