# shellcheck shell=bash
# What ./run, ./test and the scripts under wildfly-config share: the JDK, Maven and Node they find, ports and HTTP.
# Sourced, never run. A message for the user goes to standard error, in one sentence.

REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly REPOSITORY

# Something outside of the project is missing or in the way: status 2.
give_up() {
  echo "$(basename "$0"): $*" >&2
  exit 2
}

# The feature release of a JDK's home (25), or 0 when it is none.
jdk_release() {
  local version=0
  if [[ -x $1/bin/javac && -r $1/release ]]; then
    version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" | head -n 1)
  fi
  echo "${version:-0}"
}

# Homes that may hold a JDK, one a line. ALMENARA_JDKS (folders, with : between them) replaces the usual places.
jdk_places() {
  local java folder
  if java=$(command -v java); then
    dirname "$(dirname "$(realpath "$java")")"
  fi
  local IFS=:
  for folder in ${ALMENARA_JDKS-/usr/lib/jvm:$HOME/.sdkman/candidates/java:$HOME/.jdks:/opt:/Library/Java/JavaVirtualMachines}; do
    printf '%s\n' "$folder"/* "$folder"/*/Contents/Home
  done
}

# Sets and exports JAVA_HOME: the one that is set if it will do, else the newest JDK of the machine.
find_jdk() {
  local home release newest=0 best=
  release=$(jdk_release "${JAVA_HOME:-}")
  if ((release < 21)); then
    while IFS= read -r home; do
      release=$(jdk_release "$home")
      if ((release > newest)); then
        newest=$release best=$home
      fi
    done < <(jdk_places)
    ((newest > 0)) || give_up "a JDK of version 21 or later is needed and none was found; install one or set JAVA_HOME."
    ((newest >= 21)) || give_up "a JDK of version 21 or later is needed, and the newest found is $newest ($best); install one or set JAVA_HOME."
    JAVA_HOME=$best release=$newest
  fi
  export JAVA_HOME
  # shellcheck disable=SC2034 # for those who source this
  JDK_RELEASE=$release
}

find_node() {
  local version
  version=$(node --version 2>/dev/null) || give_up "Node 20 or later is needed to build the SDK, and there is no node in PATH."
  version=${version#v}
  ((${version%%.*} >= 20)) || give_up "Node 20 or later is needed to build the SDK, and the one in PATH is $version."
  command -v npm >/dev/null || give_up "npm is needed to build the SDK, and it is not in PATH (it comes with Node)."
}

# For what is started to do a few things, the quick compiler alone: it halves what the start of a server costs.
QUICK=-XX:TieredStopAtLevel=1

# Sets MVN: the wrapper, or where that cannot work a mvn of 3.8 or later. Quiet about the JDK's warnings on Maven itself.
find_maven() {
  local version
  export MAVEN_OPTS="${MAVEN_OPTS:--Xmx768m $QUICK}"
  if ((JDK_RELEASE >= 24)); then
    MAVEN_OPTS+=" --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
  fi
  if "$REPOSITORY/mvnw" --version >/dev/null 2>&1; then
    MVN=$REPOSITORY/mvnw
    return
  fi
  version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  case $version in
    3.[89] | 3.[1-9][0-9] | [4-9].*) MVN=mvn ;;
    *) give_up "Maven is needed: ./mvnw could not fetch it from Maven Central, and there is no mvn of version 3.8 or later in PATH." ;;
  esac
}

maven() {
  (cd "$REPOSITORY" && "$MVN" -B -ntp "$@" </dev/null)
}

# A sum over the names and the contents of files and folders, to see whether something has changed.
sum_of() {
  (cd "$REPOSITORY" && find "$@" -name node_modules -prune -o -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 cksum | cksum)
}

port_in_use() { # address port
  (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null
}

# The status of a GET, or 000.
http_body() { # address port path; the JSON of it, empty when nobody answers
  (
    exec 2>/dev/null 3<>"/dev/tcp/$1/$2" || exit 0
    printf 'GET %s HTTP/1.1\r\nHost: %s:%s\r\nAccept: application/json\r\nConnection: close\r\n\r\n' "$3" "$1" "$2" >&3
    timeout 5 cat <&3
  ) || true
}

http_status() { # address port path
  local status
  status=$(
    exec 2>/dev/null 3<>"/dev/tcp/$1/$2" || exit
    printf 'GET %s HTTP/1.1\r\nHost: %s:%s\r\nAccept: application/json\r\nConnection: close\r\n\r\n' "$3" "$1" "$2" >&3
    IFS=' ' read -r -t 5 _ code _ <&3 && echo "$code"
  ) || true
  echo "${status:-000}"
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo -n "$@"
  fi
}

# Installs a package where that may be done without asking; fails where it may not.
apt_install() { # package
  command -v apt-get >/dev/null || return 1
  ((EUID == 0)) || sudo -n true 2>/dev/null || return 1
  echo "Installing $1 ..."
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"
}
