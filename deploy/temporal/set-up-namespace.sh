#!/bin/sh
# Creates the namespace and the search attributes that the product writes, where they are missing. Running it again does
# nothing more. The temporal program reads TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE by itself.
set -eu

attempts=30
until temporal operator cluster health >/dev/null 2>&1; do
  attempts=$((attempts - 1))
  if [ "$attempts" -eq 0 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS did not become healthy within a minute." >&2
    exit 1
  fi
  sleep 2
done

if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
fi

# A new namespace is not known everywhere at once.
attempts=30
until present=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" 2>/dev/null); do
  attempts=$((attempts - 1))
  if [ "$attempts" -eq 0 ]; then
    echo "The search attributes of namespace $TEMPORAL_NAMESPACE cannot be read." >&2
    exit 1
  fi
  sleep 2
done

# The names and types of src/domain/search-attribute.ts.
while read -r name type; do
  if echo "$present" | grep -qw "$name"; then continue; fi
  temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type "$type"
done <<'ATTRIBUTES'
TenantId Keyword
ServiceProvider Keyword
Integration Keyword
ChangeType Keyword
BulkChangeStatus Keyword
EffectiveAt Datetime
DeviceIdentifier Keyword
ErrorCode Keyword
ATTRIBUTES
echo "Namespace $TEMPORAL_NAMESPACE is ready."
