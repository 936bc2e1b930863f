# shellcheck shell=bash
# What ./run starts, and whether it is made of the sources as they are: shared by ./run, which builds what is stale, and ./test, which builds all of it.
# Sourced after tools.sh, in the repository's folder.

# shellcheck disable=SC2034 # SERVER and DEMO are for those who source this
SERVER=wildfly-config/target/server
DEMO=demo-webapp/target/demo.war

war() { find server-war/target -maxdepth 1 -name '*.war' 2>/dev/null | head -n 1; }

artefact_of() { # module
  case $1 in
    wildfly-config) echo "$SERVER" ;;
    server-war) war ;;
    demo-webapp) echo "$DEMO" ;;
  esac
}

# The sum of what the module's artefact is made of.
sources_of() { # module
  case $1 in
    wildfly-config) sum_of pom.xml wildfly-config/pom.xml wildfly-config/cli ;;
    server-war) sum_of pom.xml server-war/pom.xml server-war/src/main js-sdk/pom.xml js-sdk/package.json js-sdk/package-lock.json \
      js-sdk/tsconfig.json js-sdk/tsconfig.build.json js-sdk/scripts js-sdk/src ;;
    demo-webapp) sum_of pom.xml demo-webapp/pom.xml demo-webapp/src ;;
  esac
}

# Whether the module's artefact is missing or was made of other sources.
is_stale() { # module, sum of its sources
  [[ ! -e $(artefact_of "$1") || $(cat "$1/target/built" 2>/dev/null) != "$2" ]]
}

# Sets stale, the modules that have to be built, and sums, what to note when they are.
look_for_stale() {
  local module sum
  stale=() sums=()
  for module in wildfly-config server-war demo-webapp; do
    sum=$(sources_of "$module")
    if is_stale "$module" "$sum"; then
      # The WAR serves the SDK.
      [[ $module != server-war ]] || stale+=(js-sdk)
      stale+=("$module")
      sums+=("$module" "$sum")
    fi
  done
}

# Notes what the artefacts were made of: the sums from before the build, so that what was edited meanwhile is built the next time.
note_built() { # module, sum of its sources; and so on
  while (($#)); do
    echo "$2" >"$1/target/built"
    shift 2
  done
}
