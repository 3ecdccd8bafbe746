#!/usr/bin/env python3
"""Compares the grammar with the parser of jamb, on policies and on mutants of them.

    check.py --jamb target/debug/jamb [--mutants N] [--seed N] PATH...

For each `.pl` file below the paths, and each block of a Markdown file that is marked as `pl`, both have
to agree whether there is a syntax error, and a node with an error has to be at the line that jamb
reports. The same holds for mutants: a token is deleted, doubled, replaced, inserted or moved. Exits
with 1 if they disagree; the seed makes a run repeatable. Needs a C compiler and the Python package
`tree-sitter`.
"""

import argparse
import ctypes
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import tree_sitter

HERE = Path(__file__).resolve().parent

# What jamb reports as a syntax error although the grammar allows it; it may then skip what follows.
NOT_GRAMMAR = re.compile(
    r"too large|nested deeper|can't be empty|would hide every tool|`every` can't have a rating|not a valid time"
)

TOKEN = re.compile(
    r'\#[^\n]*|r(\#*)".*?"\1|"(?:[^"\\\n]|\\.)*"|[A-Za-z_*?][\w./*?-]*|-?\d[\w.:+-]*|==|!=|<=|>=|=>|\s+|.',
    re.DOTALL,
)

# Tokens that mutants get beside those of the policies.
ODD = [
    'r#x', 'r#"x"#', 'r#"x', 'r"x"', 'r', 'args', 'args.a', 'args.', 'args[0]', 'args[x]', 'args."a b".c',
    'args.r"x"', 'args .a', 'every', 'if', 'every read', 'true', 'null', 'not', 'not not', '-5', '5e3', '1_0',
    '1__0', '01', '5.5', '2026-03-01T12:00:00Z', '2026', '"\\u12', '"\\ud83d"', '"\\ud83d\\ude00"', '"\\x"',
    '"', '""', '#', ',', ',,', ';', '\\', '%', '*', 'a*', '?', 'a/b', 'a-b', 'limit-5', '=', '==', '!',
    '\u00a0', '\u00e9', '\x0c', '\r', '|', ':', '::', '=>', '->',
]


def main():
    options = arguments()
    policies = [text for path in options.paths for text in texts(path)]
    if not policies:
        sys.exit("check.py: no policies")
    mutants = mutate(policies, options.mutants, random.Random(options.seed))
    wrong = compare(policies, options) + compare(mutants, options)
    for text, message in wrong[:20]:
        print(f"{message}\n{indent(text)}\n")
    print(f"{len(policies)} policies, {len(mutants)} mutants (seed {options.seed}), {len(wrong)} disagreements")
    sys.exit(1 if wrong else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--jamb", default="jamb")
    parser.add_argument("--mutants", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("paths", nargs="+", type=Path)
    return parser.parse_args()


def texts(path):
    """The policies of a file, or of the files below a folder."""
    if path.is_dir():
        skipped = {"node_modules", "target"}
        for file in sorted(path.rglob("*")):
            if file.suffix in (".pl", ".md") and not skipped & set(file.parts):
                yield from texts(file)
        return
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return
    if path.suffix == ".md":
        yield from (block[1] for block in re.findall(r"^( *)```pl\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE))
    elif len(text) <= 1 << 20:
        yield text


def mutate(policies, count, rng):
    split = [[token.group() for token in TOKEN.finditer(text)] for text in policies if len(text) < 10_000]
    split = [tokens for tokens in split if len(tokens) > 2]
    vocabulary = sorted({token for tokens in split for token in tokens if not token.isspace()})
    mutants = [mutant(list(rng.choice(split)), vocabulary, rng) for _ in range(count)]
    # jamb takes a text that starts like JSON for a `policy.json`, and one with `:-` for Prolog.
    return [text for text in mutants if not re.match(r"\s*[{\[]", text) and ":-" not in text]


def mutant(tokens, vocabulary, rng):
    for _ in range(rng.choice([1, 1, 1, 2])):
        at = rng.randrange(len(tokens))
        new = rng.choice(ODD if rng.random() < 0.5 else vocabulary)
        match rng.randrange(6):
            case 0:
                del tokens[at]
            case 1:
                tokens.insert(at, tokens[at])
            case 2:
                tokens[at] = new
            case 3:
                tokens.insert(at, f" {new} ")
            case 4:
                tokens.insert(at, new)
            case _:
                other = rng.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
        if not tokens:
            break
    return "".join(tokens)


def compare(policies, options):
    """The policies on which the two parsers disagree, each with how."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(policies):
            (Path(folder) / f"{number:06}.pl").write_bytes(text.encode())
        ours, unknown = jamb_errors(folder, options)
    theirs = grammar_errors(policies)
    disagreements = []
    for number, text in enumerate(policies):
        if number in unknown:
            continue
        message = disagreement(text, ours.get(number), theirs.get(number, []))
        if message:
            disagreements.append((text, message))
    return disagreements


def disagreement(text, line, errors):
    if line is None:
        return errors and f"jamb parses this, the grammar has an error in line {errors[0][0]}"
    if not errors:
        return f"jamb has a syntax error in line {line}, the grammar has none"
    if not any(start <= line <= next_line(text, end) for start, end in errors):
        return f"jamb has a syntax error in line {line}, the grammar in {[start for start, _ in errors]}"
    return None


def next_line(text, end):
    """The line of the first token after a place: where a parser notices that something is missing."""
    line, column = end
    lines = text.encode().split(b"\n")
    rest = b"\n".join([lines[line - 1][column:], *lines[line:]])
    return line + re.match(rb"(\s|#[^\n]*)*", rest).group().count(b"\n")


def jamb_errors(folder, options):
    """The line of the first syntax error of each policy that has one, and what can't be compared."""
    command = [str(Path(options.jamb).resolve()), "fmt", "--quiet", "--check", "--format", "json", "."]
    result = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    errors, unknown = {}, set()
    start = result.stderr.find(b"{")
    report = json.JSONDecoder().raw_decode(result.stderr[start:].decode())[0] if start >= 0 else {"diagnostics": []}
    for diagnostic in report["diagnostics"]:
        number = int(Path(diagnostic["file"]).stem)
        line = diagnostic["range"]["start"]["line"]
        errors[number] = min(line, errors.get(number, line))
        if diagnostic["code"] != "syntax" or NOT_GRAMMAR.search(diagnostic["message"]):
            unknown.add(number)
    return errors, unknown


def grammar_errors(policies):
    """The line and the end of each error node, for each policy that has one."""
    parser = tree_sitter.Parser(language())
    trees = ((number, parser.parse(text.encode())) for number, text in enumerate(policies))
    return {number: list(errors_below(tree.root_node)) for number, tree in trees if tree.root_node.has_error}


def language():
    """The grammar, compiled."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "jamb.so"
        sources = [str(HERE / "src" / name) for name in ("parser.c", "scanner.c")]
        command = ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-I", str(HERE / "src"), "-o", str(library)]
        subprocess.run([*command, *sources], check=True)
        function = ctypes.CDLL(str(library)).tree_sitter_jamb
    function.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype, capsule.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    return tree_sitter.Language(capsule(function(), b"tree_sitter.Language", None))


def errors_below(root):
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if node.is_error or node.is_missing:
            yield node.start_point[0] + 1, (node.end_point[0] + 1, node.end_point[1])
        nodes.extend(reversed([child for child in node.children if child.has_error or child.is_missing]))


def indent(text):
    return "\n".join(f"    {line}" for line in text.split("\n"))


if __name__ == "__main__":
    main()
