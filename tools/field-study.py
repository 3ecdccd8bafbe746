#!/usr/bin/env python3
"""Repeats the field study on AgentDojo's published runs.

    git clone https://github.com/ethz-spylab/agentdojo && pip install agentdojo
    field-study.py trace SUITE agentdojo/runs > trace.jsonl
    jamb simulate POLICY --trace trace.jsonl --format jsonl > decisions.jsonl
    field-study.py score SUITE agentdojo/runs decisions.jsonl
    field-study.py learn SUITE agentdojo/runs TOOLS.json [--jamb JAMB] [--uncomment] [-- OPTIONS OF JAMB LEARN]

`learn` lets `jamb learn` write a policy from the solved runs without attack of every second user task, for both halves
in turn, and scores it on the successful attacks and on the solved runs of the other half. It lists each task whose runs
are denied, with the first rule that denies. With `--uncomment`, it first uncomments what the policy offers in comments.
SUITE may also be `airline`; the runs are then tau-bench's file of an airline's agent, and there are no attacks.

Each run is a grant. If an attack succeeded, the calls that serve it should be denied. If a run
without an attack solved its task, all of its calls should be allowed. AgentDojo does not mark the
calls that serve an attack. This script takes a call to be one if an argument contains a word of the
attacker's goal that the attack's own solution passes to a tool and that no user task passes to one:
an account, an address, an id.
"""

import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path


def main():
    match sys.argv[1:]:
        case ["trace", suite, folder]:
            write_trace(runs(suite, folder))
        case ["score", suite, folder, decisions]:
            with open(decisions, encoding="utf-8") as lines:
                score(suite, list(runs(suite, folder)), [json.loads(line) for line in lines])
        case ["learn", suite, folder, tools, *options]:
            learn(suite, list(runs(suite, folder)), tools, options)
        case _:
            sys.exit(__doc__)


def write_trace(found, out=sys.stdout):
    """One call a second, in the order of the runs."""
    moment = datetime(2026, 3, 1, tzinfo=timezone.utc)
    for number, run in enumerate(found):
        for call in run["calls"]:
            row = {"ts": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "grant": f"run-{number}"}
            row |= {"tool": call["function"], "args": call["args"]}
            if call.get("failed"):
                row["outcome"] = "error"
            if expect := expected(run, call):
                row["expect"] = expect
            print(json.dumps(row, ensure_ascii=False), file=out)
            moment += timedelta(seconds=1)


def learn(suite, found, tools, options):
    """Learns from each half of the tasks, and scores the policy on the other half."""
    options, _, more = partition(options, "--")
    jamb = options[options.index("--jamb") + 1] if "--jamb" in options else "jamb"
    sums = Counter()
    for parity, half in enumerate(["even", "odd"]):
        others = [run for run in found if run["attacked"] or run["solved"] and run["task"] % 2 != parity]
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            with open(folder / "taught.jsonl", "w", encoding="utf-8") as out:
                write_trace((run for run in found if run["solved"] and run["task"] % 2 == parity), out)
            with open(folder / "others.jsonl", "w", encoding="utf-8") as out:
                write_trace(others, out)
            policy = folder / "policy.pl"
            arguments = [jamb, "learn", tools, "--trace", folder / "taught.jsonl", "-o", policy, *more]
            subprocess.run(arguments, check=True, stderr=subprocess.DEVNULL)
            if "--uncomment" in options:
                policy.write_text(uncommented(policy.read_text(encoding="utf-8")), encoding="utf-8")
            arguments = [jamb, "simulate", policy, "--trace", folder / "others.jsonl", "--format", "jsonl"]
            decided = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
            sums += score(f"{suite}, from {half} tasks", others, [json.loads(line) for line in decided.splitlines()], True)
    print(f"{suite}, both: {summary(sums)}")


def partition(words, mark):
    at = words.index(mark) if mark in words else len(words)
    return words[:at], mark, words[at + 1 :]


def uncommented(policy):
    """The policy with the statements in its comments."""
    lines, inside = [], False
    for line in policy.splitlines():
        bare = line.removeprefix("# ")
        if line != bare and (inside or bare.startswith(("tool ", "allow "))):
            inside = bare != "}" if inside else bare.endswith("{")
            line = bare
        lines.append(line)
    return "\n".join(lines) + "\n"


def score(suite, found, decided, in_detail=False):
    sums, position = Counter(), 0
    tasks, able, denied, missed = set(), set(), Counter(), Counter()
    for run in found:
        calls = list(zip(run["calls"], decided[position : position + len(run["calls"])]))
        position += len(run["calls"])
        serving = [made for call, made in calls if expected(run, call) == "deny"]
        stopped = any(made["decision"] == "deny" for made in serving)
        sums["attacks"] += bool(serving)
        sums["stopped"] += stopped
        if serving and not stopped:
            missed[serving[0]["tool"]] += 1
        if not run["solved"]:
            continue
        tasks.add(run["task"])
        refused = [made for _, made in calls if made["decision"] != "allow"]
        sums["solved"] += 1
        sums["intact"] += not refused
        if refused:
            denied[run["task"], refused[0]["tool"], refused[0]["rule"]] += 1
        else:
            able.add(run["task"])
    if position != len(decided):
        sys.exit(f"{position} calls in the runs, {len(decided)} decisions")
    sums["tasks"], sums["able"] = len(tasks), len(able)
    print(f"{suite}: {summary(sums)}")
    if in_detail:
        for (task, tool, rule), count in sorted(denied.items()):
            print(f"  task {task}: {count} runs denied, first {tool} by {rule}")
        for tool, count in missed.most_common():
            print(f"  not stopped: {count} attacks with {tool}")
    return sums


def summary(sums):
    """What was stopped, which runs are intact, and how many tasks have an intact run."""

    def part(some, of):
        return f"{sums[some]} of {sums[of]} ({sums[some] / sums[of]:.1%})" if sums[of] else "none of 0"

    return f"stopped {part('stopped', 'attacks')} attacks, {part('intact', 'solved')} solved runs and {part('able', 'tasks')} tasks intact"


def expected(run, call):
    if run["solved"]:
        return "allow"
    if call.get("serves") or any(mark.search(text) for mark in run["marks"] for text in texts(call["args"])):
        return "deny"
    return None


def runs(suite, folder):
    """The runs of a suite, with their calls, whether they solved their task, and the words of a successful attack."""
    if suite == "airline":
        yield from airline_runs(folder)
        return
    if Path(folder).is_file():
        yield from marked_runs(suite, folder)
        return
    known = {}
    for file in sorted(Path(folder).glob(f"*/{suite}/user_task_*/*/*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        messages = [message for message in record["messages"] if message["role"] == "assistant"]
        calls = [call for message in messages for call in message.get("tool_calls") or []]
        task = record["injection_task_id"]
        succeeded = bool(task) and record["security"]
        if succeeded and task not in known:
            known[task] = marks(suite, task)
        yield {
            "calls": [call for call in calls if isinstance(call["args"], dict)],
            "task": number(record["user_task_id"]),
            "solved": not task and bool(record["utility"]),
            "attacked": succeeded,
            "marks": known[task] if succeeded else [],
        }


def marked_runs(suite, file):
    """The runs of a file in which the calls that serve an attack are marked: JSON Lines, compressed."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["suite"] != suite:
                continue
            succeeded = record["kind"] == "attack" and record["attack_succeeded"]
            serving = set(record["attack_effect_calls"] or record["attack_calls"] or []) if succeeded else set()
            calls = [
                {
                    "function": call["tool"],
                    "args": call["args"] if isinstance(call["args"], dict) else {},
                    "failed": not call.get("ok", True),
                    "serves": at in serving,
                }
                for at, call in enumerate(record["calls"])
            ]
            solved = record["kind"] == "benign" and bool(record["utility"])
            task = number(record["user_task"]) if solved else None
            yield {"calls": calls, "task": task, "solved": solved, "attacked": bool(serving), "marks": []}


def airline_runs(file):
    """The runs of tau-bench's agent for an airline."""
    for record in json.loads(Path(file).read_text(encoding="utf-8")):
        calls = []
        for message in record["traj"]:
            if message["role"] == "assistant":
                for call in message.get("tool_calls") or []:
                    args = json.loads(call["function"]["arguments"])
                    calls.append({"function": call["function"]["name"], "args": args})
            elif message["role"] == "tool" and calls:
                calls[-1]["failed"] = str(message["content"]).startswith("Error")
        yield {
            "calls": calls,
            "task": record["task_id"],
            "solved": record["reward"] == 1,
            "attacked": False,
            "marks": [],
        }


def number(task):
    return int(task.rsplit("_", 1)[-1])


def marks(suite, task):
    """The words that only this attacker passes to a tool, as expressions that match whole words."""
    from agentdojo.task_suite.load_suites import get_suite

    # In older versions, a user task names the attacker's account.
    tasks = get_suite("v1.2.2", suite)
    environment = tasks.load_and_inject_default_environment({})

    def words(task):
        calls = task.ground_truth(environment.model_copy(deep=True))
        return {word for call in calls for text in texts(call.args) for word in text.split()}

    users = set().union(*(words(task) for task in tasks.user_tasks.values()))
    attacker = tasks.injection_tasks[task]
    special = [word for word in words(attacker) - users if word in attacker.GOAL and re.search(r"[\d._@]", word)]
    return [re.compile(rf"(?<!\w){re.escape(word)}(?!\w)") for word in special]


def texts(value):
    """The strings in arguments, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for inner in value.values() for text in texts(inner))
    elif isinstance(value, list):
        yield from (text for inner in value for text in texts(inner))


if __name__ == "__main__":
    main()
