# One image for a job's launcher and its workers, so that both run the same code. The four targets date-dim,
# asset-dim, market-snapshot and market-history share their layers and differ in CRYPTO_PIPELINE.
#
#   docker build --target market-snapshot --build-arg SDK_CONTAINER_IMAGE=$IMAGE -t $IMAGE .
#
# docs/deploy-variants.md says how to move the base images and how to pin them by digest.
ARG BUILD_IMAGE=node:24.21.0-bookworm
ARG NODE_IMAGE=node:24.21.0-bookworm-slim
ARG LAUNCHER_IMAGE=gcr.io/dataflow-templates-base/go-template-launcher-base:20250825-rc00

FROM ${LAUNCHER_IMAGE} AS launcher

FROM ${BUILD_IMAGE} AS template-launcher
WORKDIR /build
COPY scripts/template_launcher.c ./
RUN cc -static -Os -Wall -Wextra -Werror -o template_launcher template_launcher.c

FROM ${BUILD_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# A job's warehouse is BigQuery, so DuckDB is removed: it is a third of what a starting worker has to
# pull. No optional package is needed; the compiler is one of them. The lockfile has chosen the versions,
# so their age does not matter.
RUN npm ci --min-release-age=0 --omit=dev --omit=optional \
    && rm -r node_modules/@duckdb

FROM packages AS build
RUN npm ci --min-release-age=0
COPY tsconfig.json ./
COPY schemas schemas
COPY pipelines pipelines
COPY dashboard dashboard
COPY scripts/build_dashboard.mjs scripts/
# The compiler does not set the executable bit.
RUN node_modules/.bin/tsc --build \
    && node scripts/build_dashboard.mjs \
    && rm dist/.tsbuildinfo \
    && chmod 0755 dist/pipelines/main.js dist/pipelines/worker.js dist/pipelines/template.js

FROM ${NODE_IMAGE} AS image
ENV NODE_ENV=production
WORKDIR /app
# The launcher uses the system's TLS certificates, which the slim base lacks.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=launcher /opt/google/dataflow/go_template_launcher /opt/google/dataflow/go_template_launcher
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY sql/dashboard sql/dashboard
COPY package.json ./
# Dataflow starts workers at this path, as root: docs/decisions.md says why.
COPY --chmod=0755 scripts/worker_boot.sh /opt/apache/beam/boot
# Google's launcher starts this binary, which starts dist/pipelines/template.js.
COPY --from=template-launcher /build/template_launcher template_launcher
ENV FLEX_TEMPLATE_GO_BINARY=/app/template_launcher
ENTRYPOINT ["/opt/apache/beam/boot"]

# The launcher starts its workers from the image of this name, so a build without one must fail. The
# command also keeps a builder from reusing a cached image with another name.
FROM image AS date-dim
ARG SDK_CONTAINER_IMAGE
RUN test -n "$SDK_CONTAINER_IMAGE"
ENV CRYPTO_PIPELINE=date-dim SDK_CONTAINER_IMAGE=${SDK_CONTAINER_IMAGE}

FROM image AS asset-dim
ARG SDK_CONTAINER_IMAGE
RUN test -n "$SDK_CONTAINER_IMAGE"
ENV CRYPTO_PIPELINE=asset-dim SDK_CONTAINER_IMAGE=${SDK_CONTAINER_IMAGE}

FROM image AS market-snapshot
ARG SDK_CONTAINER_IMAGE
RUN test -n "$SDK_CONTAINER_IMAGE"
ENV CRYPTO_PIPELINE=market-snapshot SDK_CONTAINER_IMAGE=${SDK_CONTAINER_IMAGE}

FROM image AS market-history
ARG SDK_CONTAINER_IMAGE
RUN test -n "$SDK_CONTAINER_IMAGE"
ENV CRYPTO_PIPELINE=market-history SDK_CONTAINER_IMAGE=${SDK_CONTAINER_IMAGE}
