import { dsnOf, quoted, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const dotnetGuide = (place: SetupPlace): Guide => ({
  id: "dotnet",
  title: ".NET",
  group: "server",
  steps: [
    install("dotnet add package Sentry.AspNetCore"),
    configure(
      "Program.cs",
      `
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseSentry(options =>
{
    options.Dsn = ${quoted(dsnOf(place))};
});

var app = builder.Build();
app.MapGet("/test-error", string () =>
    throw new InvalidOperationException("Test error from .NET"));
app.Run("http://127.0.0.1:5080");`,
    ),
    tryOut(undefined, "dotnet run"),
    tryOut(undefined, "curl http://127.0.0.1:5080/test-error"),
  ],
});
