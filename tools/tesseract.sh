#!/bin/sh
# Tesseract with Vietnamese: there already, or installed where we may, or one message with the commands.
has_vie() { command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -qx vie; }
has_vie && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="no"; fi
fi
if [ "$as_root" != "no" ]; then
  echo "Installing Tesseract with Vietnamese ..."
  if command -v apt-get >/dev/null 2>&1; then
    $as_root apt-get update -qq && $as_root apt-get install -y -qq tesseract-ocr tesseract-ocr-vie >/dev/null
  elif command -v dnf >/dev/null 2>&1; then
    $as_root dnf install -y -q tesseract tesseract-langpack-vie
  fi
fi
if ! has_vie && command -v brew >/dev/null 2>&1; then brew install -q tesseract tesseract-lang; fi
has_vie && exit 0

cat >&2 <<'MESSAGE'
Tesseract with its Vietnamese model is missing, and it cannot be installed from here. Install it and run this again:
  Debian/Ubuntu:  sudo apt-get install tesseract-ocr tesseract-ocr-vie
  Fedora:         sudo dnf install tesseract tesseract-langpack-vie
  macOS:          brew install tesseract tesseract-lang
MESSAGE
exit 1
