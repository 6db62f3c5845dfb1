#!/bin/sh
# The container's roles: web, worker, house (the timers), install (once, before the others),
# alive (the health check).
set -eu
case "${1:-web}" in
web)
    exec granian --interface wsgi --host 0.0.0.0 --port 8000 --workers 1 --blocking-threads 2 \
        --backpressure 64 --no-ws --log-level warning --respawn-failed-workers \
        portal.wsgi:application
    ;;
worker)
    python manage.py revive_tasks --worker "$(hostname)"
    exec python manage.py db_worker --worker-id "$(hostname)" --no-reload
    ;;
house)
    night=
    while :; do
        python manage.py keep_house minutely || true
        # Once a night, at the district's time.
        now=$(TZ=Asia/Shanghai date +%F-%H)
        if [ "${now##*-}" = 00 ] && [ "$night" != "$now" ]; then
            python manage.py keep_house nightly || true
            night=$now
        fi
        sleep 60
    done
    ;;
install)
    python manage.py migrate --no-input
    # From the image into the volume that nginx reads, too.
    mkdir -p "$VAR_DIR/static"
    cp -R /opt/portal/built/static/. "$VAR_DIR/static/"
    python manage.py init_site
    exec python manage.py mend_search
    ;;
alive)
    exec python -c 'import os, urllib.request as web
host = os.environ["ALLOWED_HOSTS"].split(",")[0]
headers = {"Host": host, "X-Forwarded-Proto": "https"}
web.urlopen(web.Request("http://127.0.0.1:8000/healthz", headers=headers), timeout=5)'
    ;;
*)
    exec "$@"
    ;;
esac
