import { dsnOf, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const pythonGuides = (place: SetupPlace): readonly Guide[] => [
  plain(place),
  django(place),
  flask(place),
  fastapi(place),
];

const init = (place: SetupPlace): string => `import sentry_sdk

sentry_sdk.init(dsn="${dsnOf(place)}")`;

const plain = (place: SetupPlace): Guide => ({
  id: "python",
  title: "Python",
  group: "server",
  steps: [
    install("pip install sentry-sdk"),
    configure("app.py", init(place)),
    tryOut("app.py", "prices = {}\nprint(prices['Test error from Python'])"),
    tryOut(undefined, "python app.py"),
  ],
});

const django = (place: SetupPlace): Guide => ({
  id: "django",
  title: "Django",
  group: "server",
  steps: [
    install("pip install sentry-sdk"),
    configure("mysite/settings.py", init(place)),
    tryOut(
      "mysite/urls.py",
      `
def test_error(request):
    return {}["Test error from Django"]

urlpatterns += [path("test-error/", test_error)]`,
    ),
    tryOut(undefined, "python manage.py runserver 8000"),
    tryOut(undefined, "curl http://127.0.0.1:8000/test-error/"),
  ],
});

const flask = (place: SetupPlace): Guide => ({
  id: "flask",
  title: "Flask",
  group: "server",
  steps: [
    install("pip install 'sentry-sdk[flask]'"),
    configure(
      "app.py",
      `
${init(place)}

from flask import Flask

app = Flask(__name__)`,
    ),
    tryOut(
      "app.py",
      `
@app.route("/test-error")
def test_error():
    prices = {}
    return prices["Test error from Flask"]`,
    ),
    tryOut(undefined, "python -m flask run --port 5000"),
    tryOut(undefined, "curl http://127.0.0.1:5000/test-error"),
  ],
});

const fastapi = (place: SetupPlace): Guide => ({
  id: "fastapi",
  title: "FastAPI",
  group: "server",
  steps: [
    install("pip install 'sentry-sdk[fastapi]'"),
    configure(
      "main.py",
      `
${init(place)}

from fastapi import FastAPI

app = FastAPI()`,
    ),
    tryOut(
      "main.py",
      `
@app.get("/test-error")
def test_error():
    return {}["Test error from FastAPI"]`,
    ),
    tryOut(undefined, "python -m uvicorn main:app --port 8000"),
    tryOut(undefined, "curl http://127.0.0.1:8000/test-error"),
  ],
});
