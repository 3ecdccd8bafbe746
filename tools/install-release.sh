#!/usr/bin/env bash
# Downloads the released jamb for this machine, and checks its SHA-256.
#
#     install-release.sh REPOSITORY REF FOLDER
#
# REPOSITORY is a URL, REF the branch, tag or commit that is being used. A release is used only if REF is the
# commit that the release was built from: `@main` never runs an older binary. Exits with 3 if there is no
# release to use, and with 1 if a download fails or does not match its checksum.
set -euo pipefail

main() {
  if [ $# != 3 ]; then
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
    exit 2
  fi
  local repository=$1 ref=$2 folder=$3 tag target
  tag=v$(sed -n 's/^version = "\(.*\)"$/\1/p' "$(dirname "$0")/../Cargo.toml" | head -n 1)
  target=$(machine) || no_release "no binary is released for $(uname -s) on $(uname -m)"
  is_released "$repository" "$ref" "$tag" || no_release "\`$ref\` is not the released $tag"
  install "$repository/releases/download/$tag" "jamb-$target" "$folder"
}

no_release() {
  echo "$1" >&2
  exit 3
}

# The target whose binary runs here.
machine() {
  local system cpu
  case $(uname -s) in
    Linux)
      # The binaries need glibc, which Alpine does not have.
      if [ -e /etc/alpine-release ]; then return 1; fi
      system=unknown-linux-gnu
      ;;
    Darwin) system=apple-darwin ;;
    MINGW* | MSYS* | CYGWIN*) system=pc-windows-msvc ;;
    *) return 1 ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) cpu=x86_64 ;;
    aarch64 | arm64) cpu=aarch64 ;;
    *) return 1 ;;
  esac
  echo "$cpu-$system"
}

# Whether REF names the commit of the tag. The `^{}` line of an annotated tag is its commit, and comes last.
is_released() {
  local repository=$1 ref=$2 tag=$3 released used
  released=$(commit "$repository" "refs/tags/$tag")
  used=$ref
  if ! [[ $ref =~ ^[0-9a-f]{40}$ ]]; then
    used=$(commit "$repository" "refs/tags/$ref")
  fi
  [ -n "$ref" ] && [ -n "$released" ] && [ "$released" = "$used" ]
}

commit() {
  GIT_TERMINAL_PROMPT=0 git ls-remote "$1" "$2" "$2^{}" 2> /dev/null | tail -n 1 | cut -f 1 || true
}

install() {
  local from=$1 name=$2 folder=$3 archive work
  archive=$name.tar.gz
  case $name in *windows*) archive=$name.zip ;; esac
  work=$(mktemp -d)
  download "$from/SHA256SUMS" "$work/SHA256SUMS" || no_release "there is no release at $from"
  download "$from/$archive" "$work/$archive" || exit 1
  check "$work" "$archive"
  mkdir -p "$folder"
  case $archive in
    *.zip) 7z x -bso0 -o"$work" "$work/$archive" && cp "$work/$name/jamb.exe" "$folder/" ;;
    *) tar -xzf "$work/$archive" -C "$work" && cp "$work/$name/jamb" "$folder/" ;;
  esac
  rm -rf "$work"
}

download() {
  curl --silent --show-error --fail --location --retry 3 --output "$2" "$1"
}

check() {
  local expected actual
  expected=$(grep "  $2\$" "$1/SHA256SUMS" | cut -d ' ' -f 1 || true)
  actual=$(digest "$1/$2")
  if [ "$expected" != "$actual" ]; then
    echo "$2 has the SHA-256 $actual, but SHA256SUMS says ${expected:-nothing about it}" >&2
    exit 1
  fi
}

# macOS has no sha256sum before version 15, and Git for Windows no shasum.
digest() {
  if command -v sha256sum > /dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

main "$@"
