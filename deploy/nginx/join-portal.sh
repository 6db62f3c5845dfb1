#!/bin/sh
# In the nginx container: files of the portal are readable by its group, which nginx joins.
set -eu
getent group portal >/dev/null || groupadd --gid 10001 portal
usermod --append --groups portal nginx
