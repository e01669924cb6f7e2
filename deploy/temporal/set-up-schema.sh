#!/bin/sh
# Creates Temporal's two databases and brings their tables up to date. Running it again does nothing more; after an upgrade of
# the image it applies what the new version adds. The connection comes from SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and
# SQL_PASSWORD, which temporal-sql-tool reads by itself.
set -eu

schemas=/etc/temporal/schema/postgresql/v12

set_up() {
  temporal-sql-tool --db "$1" create
  # Makes the table that holds the version, and leaves a version that is there alone.
  temporal-sql-tool --db "$1" setup-schema -v 0.0
  temporal-sql-tool --db "$1" update-schema -d "$2"
}

set_up temporal "$schemas/temporal/versioned"
set_up temporal_visibility "$schemas/visibility/versioned"
echo "Temporal's databases are up to date."
