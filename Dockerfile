# One image for every process: the arguments say which, e.g. `services.intake api`.
# Built with BuildKit; `docker build -t fastlane:0.1.0 .`

FROM node:22.20-bookworm-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
RUN mkdir vendor \
    && cp node_modules/htmx.org/dist/htmx.min.js node_modules/echarts/dist/echarts.min.js vendor/

FROM python:3.11.14-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements/runtime.txt /build/runtime.txt
RUN /venv/bin/pip install --require-hashes -r /build/runtime.txt

FROM python:3.11.14-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONSAFEPATH=1 PYTHONPATH=/app
WORKDIR /app
COPY --from=build /venv /venv
COPY contracts contracts
COPY policy policy
COPY chassis chassis
COPY services services
COPY workflows workflows
COPY --from=assets /assets/vendor services/portal/static/vendor
RUN python -m compileall -q /app
# A number, so that a cluster can see that it is not root.
USER 65532:65532
EXPOSE 8000
ENTRYPOINT ["python", "-m"]
CMD ["services.portal", "api"]
