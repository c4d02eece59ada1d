"""Makes calls of AWS for `aws-calls.ts`: one JSON line in, one out. Values are held against AWS's own models first."""
import base64
import json
import sys

import botocore.session
from botocore import xform_name
from botocore.config import Config

SESSION = botocore.session.get_session()
SETTINGS = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, read_timeout=60)
CLIENTS = {}


def client(endpoint, service, region):
    key = (service, region)
    if key not in CLIENTS:
        CLIENTS[key] = SESSION.create_client(
            service, region_name=region, endpoint_url=endpoint, config=SETTINGS,
            aws_access_key_id="testing", aws_secret_access_key="testing")
    return CLIENTS[key]


def wrong(shape, value, path):
    """What the service's model does not allow: values that are none of its words, and texts that are too long."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, inner in value.items():
            if name in shape.members:
                yield from wrong(shape.members[name], inner, f"{path}.{name}")
    elif shape.type_name == "list" and isinstance(value, list):
        for place, inner in enumerate(value):
            yield from wrong(shape.member, inner, f"{path}.{place}")
    elif shape.type_name == "map" and isinstance(value, dict):
        for name, inner in value.items():
            yield from wrong(shape.value, inner, f"{path}.{name}")
    elif shape.type_name == "string" and isinstance(value, str):
        words = getattr(shape, "enum", None)
        if words and value not in words:
            yield f"{path} is {value}, not one of {', '.join(words[:12])}"
        longest = shape.metadata.get("max")
        if longest and len(value) > longest:
            yield f"{path} has {len(value)} characters, {longest} at the most"


def with_bytes(value):
    return base64.b64decode(value["$bytes"]) if "$bytes" in value else value


def made(call):
    of = client(call["endpoint"], call["service"], call["region"])
    model = of.meta.service_model.operation_model(call["operation"])
    faults = list(wrong(model.input_shape, call["params"], call["operation"])) if model.input_shape else []
    if faults:
        return {"error": "; ".join(faults)}
    answer = getattr(of, xform_name(call["operation"]))(**call["params"])
    answer.pop("ResponseMetadata", None)
    return {"answer": answer}


for line in sys.stdin:
    call = json.loads(line, object_hook=with_bytes)
    try:
        result = made(call)
    except Exception as error:  # Whatever it is, the other side tells it with the resource's name.
        result = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({"id": call["id"], **result}, default=str), flush=True)
