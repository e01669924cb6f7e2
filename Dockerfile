# syntax=docker/dockerfile:1
# One image for API, worker and migrations; the command decides. Debian and not Alpine: Temporal's native module needs glibc.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package needs its install script for this build.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Temporal's native module comes for every platform at once; only this one's is kept.
RUN npm ci --ignore-scripts --omit=dev \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +

FROM ${NODE_IMAGE} AS runtime
# The authorities that sign a hosted Temporal server's certificate: the slim image has none.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY prisma/migrations prisma/migrations
COPY deploy/migrate.mjs deploy/check-health.mjs deploy/
USER node
EXPOSE 8080 9464 9465
# The limit keeps the heap from growing to several times of what is in use; a million devices in one request fit.
CMD ["node", "--max-old-space-size=1024", "--enable-source-maps", "dist/api/server.js"]
