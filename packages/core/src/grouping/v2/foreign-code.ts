import { isGoRuntime } from "./go-runtime.js";
import type { CallFacts } from "./own-code.js";

/** Names of classes, modules and functions, by what language's they are. */
interface Names {
  /** Which files are of the language; platforms that name it. */
  readonly of: RegExp;
  /** Part of the language or the system it runs on. */
  readonly runtime: RegExp;
  /** What teams use and do not write. */
  readonly library?: RegExp;
  /** True where SDKs call libraries in-app unless they are told otherwise. */
  readonly isSaidOfAll?: boolean;
}

const words = (list: string): string => list.trim().split(/\s+/).join("|");

/** Names below one prefix, `org.hibernate.…`, as a pattern's part. */
const below = (prefix: string, list: string): string => `${prefix}\\.(?:${words(list)})`;

const JVM: Names = {
  of: /^(java|kotlin|android|scala|clojure|groovy|jvm)\b|\.(java|kt|kts|scala|groovy|clj|class)$|^(SourceFile|PG|R8\$\$\w+)$/i,
  runtime: new RegExp(
    `^(?:java|javax|jakarta|jdk|sun|android|androidx|dalvik|libcore|kotlin|kotlinx|scala|clojure|groovy|${below("com", "sun android google\\.android")}|org\\.codehaus\\.groovy)\\.|^(?:\\$Proxy\\d+$)`,
  ),
  library: new RegExp(
    `^(?:${[
      below(
        "org",
        `springframework apache hibernate junit testng eclipse gradle jboss wildfly postgresql mariadb h2 hsqldb sqlite mongodb
         aspectj slf4j jooq thymeleaf mockito glassfish xnio objectweb keycloak flywaydb quartz elasticsearch neo4j joda
         opentest4j greenrobot mozilla redisson infinispan bouncycastle xerial jdbi jsoup yaml json mybatis ehcache koin kodein bson opensearch camunda graalvm jctools reactivestreams assertj hamcrest openqa threeten jetbrains\\.exposed`,
      ),
      below(
        "com",
        `mysql zaxxer microsoft\\.sqlserver fasterxml squareup bumptech mongodb amazonaws datastax rabbitmq netflix oracle ibm
         mchange vaadin airbnb jakewharton github\\.benmanes google\\.(?:common|gson|firebase|inject|protobuf|gwt|cloud|api|auth|maps)
         azure stripe twilio sendgrid auth0 nimbusds launchdarkly slack\\.api datadog newrelic
         facebook\\.(?:react|flipper) typesafe twitter\\.(?:finagle|util) bugsnag rollbar mindscapehq`,
      ),
      below(
        "io",
        `netty undertow vertx micronaut quarkus ktor grpc lettuce reactivex micrometer opentelemetry jsonwebtoken sentry r2dbc
         swagger realm helidon dropwizard projectreactor smallrye temporal github\\.resilience4j airbrake honeybadger`,
      ),
      below("oracle", "jdbc net sql"),
      below("net", "sf bytebuddy minidev openhft"),
      words(
        "feign graphql liquibase brave zipkin2 kafka dev\\.langchain4j reactor rx okhttp3 okio retrofit2 javassist akka play slick cats zio monix ring compojure reitit freemarker antlr dagger coil timber weblogic redis\\.clients ch\\.qos software\\.amazon",
      ),
    ].join("|")})\\.`,
  ),
};

const DOTNET: Names = {
  of: /^(csharp|dotnet|\.net|c#|fsharp|vb)\b|\.(cs|vb|fs)$/i,
  isSaidOfAll: true,
  runtime:
    /^(System|Microsoft|Mono|MS\.Internal|Interop|Windows\.(UI|Foundation|ApplicationModel)|Internal|UnityEngine|Java\.Interop|Android|UIKit|Foundation|ObjCRuntime)\./,
  library: new RegExp(
    `^(${words("Npgsql Newtonsoft Dapper Castle Autofac AutoMapper MediatR Polly Serilog NLog log4net Xunit NUnit Moq Azure Amazon Grpc Google StackExchange MySql MySqlConnector Oracle MongoDB RabbitMQ Confluent Hangfire Quartz FluentValidation Swashbuckle NHibernate ServiceStack Sentry Rollbar Bugsnag Mindscape OpenTelemetry MassTransit RestSharp Refit IdentityServer4 IdentityModel Elasticsearch NServiceBus Orleans Akka Cysharp Zenject Xamarin Nancy")})\\.`,
  ),
};

const PHP: Names = {
  of: /^php\b|\.(php|phtml|inc)$/i,
  runtime: /^(Reflection\w*|Closure|Generator|PDO\w*|ArrayIterator|Spl\w+)(::|->|\.|$)/,
  library: new RegExp(
    `^(${words("Illuminate Symfony Laravel Doctrine GuzzleHttp Monolog Twig Slim Laminas Zend Cake yii CodeIgniter Composer Psr League Carbon Livewire Filament Spatie PHPUnit React Amp Predis Aws Stripe Sentry Rollbar Bugsnag Honeybadger Raygun4php Airbrake OpenTelemetry PhpAmqpLib Ramsey Nette Phalcon")}|Drupal[\\\\.]Core|Magento[\\\\.]Framework)[\\\\.]`,
  ),
};

const ELIXIR: Names = {
  of: /^(elixir|erlang)\b|\.(ex|exs|erl|eex|heex)$/i,
  runtime: new RegExp(
    `^(Elixir\\.)?(${words("GenServer Task Enum Stream Map MapSet Keyword List String Kernel Process Agent Supervisor DynamicSupervisor Module Code Access IO File Path Registry EEx Logger Mix ExUnit Integer Float Tuple Regex Date DateTime NaiveDateTime Time URI Base Application System Node Range Protocol Enumerable Collectable Inspect Macro Function Calendar Port Exception Bitwise")})(\\.|$)|^:?(${words("gen gen_server gen_statem gen_event gen_tcp proc_lib supervisor timer erl_eval erl_internal erlang lists maps binary io io_lib application_master application code ets ssl ssl_gen_statem inet re crypto string array dict queue elixir elixir_compiler elixir_module elixir_dispatch")})(\\.|$)`,
  ),
  library: new RegExp(
    `^(Elixir\\.)?(${words("Phoenix Plug Ecto Cowboy Bandit ThousandIsland Absinthe Oban Broadway DBConnection Postgrex MyXQL Jason Poison Tesla Finch Mint HTTPoison Hackney NimbleOptions NimblePool Telemetry Sentry Honeybadger Rollbax Appsignal OpenTelemetry Swoosh Bamboo Quantum Cachex Redix Floki Timex Gettext Earmark Nx Commanded Ash LiveView Guardian Req")})(\\.|$)|^:?(${words("cowboy ranch hackney cow_http cowboy_handler cowboy_stream_h cowboy_http cowboy_http2 poolboy telemetry jsx brod")})(_\\w+)?(\\.|$)`,
  ),
};

const DART: Names = {
  of: /^(dart|flutter)\b|\.dart$/i,
  isSaidOfAll: true,
  runtime: /^(dart:|package:flutter(_test|_web_plugins|_driver)?\/|package:sky_engine\/|org-dartlang-sdk:)/,
  library:
    /^package:(http|dio|bloc|flutter_\w+|provider|riverpod|hooks_riverpod|get|get_it|rxdart|collection|async|stack_trace|sentry\w*|firebase_\w+|cloud_\w+|go_router|auto_route|hive\w*|sqflite\w*|drift|isar|shared_preferences\w*|path\w*|graphql\w*|mobx\w*|shelf\w*|test\w*|url_launcher\w*|webview_\w+|image_picker\w*|vector_math|characters|meta|js|web|web_socket_channel|stream_channel|bugsnag_\w+)\//,
};

const RUST: Names = {
  of: /^(rust|native)\b|\.rs$/i,
  isSaidOfAll: true,
  runtime:
    /^(<\s*)?&?(mut )?(std|core|alloc|test|backtrace|panic_unwind|proc_macro|addr2line|gimli|hashbrown|compiler_builtins|__rustc|___?rust_\w+|rust_(begin_unwind|panic\w*|eh_\w+))(::|$)|^_?(start|_start|main|_main)$|^__(libc|scrt|GI_|pthread|libc_start)\w*|^(clone3?|start_thread|thread_start|BaseThreadInitThunk|RtlUserThreadStart|invoke_main|_pthread_\w+|pthread_\w+|abort|raise|gsignal|GSIHandler|__restore_rt|__assert_fail|__cxa_\w+|_Unwind_\w+|libc_start\w*)$/,
  library:
    /^(<\s*)?&?(mut )?(sentry\w*|tokio\w*|rayon\w*|hyper\w*|actix\w*|axum\w*|tower\w*|futures\w*|async_std|crossbeam\w*|serde\w*|anyhow|eyre|color_eyre|tracing\w*|log|reqwest|rocket|warp|tonic|mio|sqlx\w*|diesel|clap\w*|parking_lot\w*|smol|opentelemetry\w*|rollbar|bugsnag|color_backtrace|human_panic|lambda_runtime)::/,
};

const APPLE: Names = {
  of: /^(cocoa|objc|objective-c|swift|ios|macos|apple|tvos)\b|\.(swift|m|mm)$/i,
  runtime:
    /^(objc_|_?objc_exception_throw|__exceptionPreprocess|__pthread_|pthread_|abort$|raise$|start$|_?start$|main$|__abort|_?swift_|\$ss|_?dispatch_|_dispatch_|CFRunLoop|__CFRunLoop|__CFRUNLOOP|UIApplicationMain|NSApplicationMain|GSEventRun|-?\+?\[(NS|UI|CA|_UI|__NS|_NS|AV|WK)\w+ |__cxa_|std::|stripped_application_code|closure #\d+ in (UI|NS))/,
  library:
    /^(?:\$s\d{1,2})?(OpenTelemetry(Api|Sdk)|Sentry\w*|Bugsnag|Rollbar\w*|Vapor|NIO\w*|AsyncKit|FluentKit|Hummingbird|Alamofire|RxSwift|RxCocoa|Kingfisher|SnapKit|Realm\w*|Firebase\w*|Apollo)(\.|\d)/,
};

const OCAML: Names = {
  of: /^(ocaml|other)\b|\.mli?$/i,
  runtime:
    /^(Stdlib(__\w+)?|CamlinternalLazy|CamlinternalOO|CamlinternalFormat|Printexc|Fun\.protect|Thread|Domain|Effect)\b/,
  library: /^(Lwt\w*|Async\w*|Core\w*|Base\w*|Dream|Opium|Eio\w*|Sentry|Yojson|Cohttp\w*|Alcotest|OUnit2?)\b/,
};

const LANGUAGES: readonly Names[] = [JVM, DOTNET, PHP, ELIXIR, DART, APPLE, RUST, OCAML];

const namesOf = ({ file, path, module, platform }: CallFacts): Names | undefined => {
  const ending = LANGUAGES.find(({ of }) => of.test(file) || (path !== undefined && of.test(path)));
  return (
    ending ??
    LANGUAGES.find(({ of }) => platform !== undefined && of.test(platform)) ??
    (module !== undefined && file === "" ? namesOfModule(module) : undefined)
  );
};

/** Nobody said what language it is: .NET begins a namespace with a capital, Java a package without one. */
const namesOfModule = (module: string): Names => (/^[A-Z]\w*\./.test(module) ? DOTNET : JVM);

/** The runtimes' own files. */
const RUNTIME_PATHS = [
  /^(node:|internal[\\/](?!.*\.(go|py|rb|php|rs|java|kt|cs|exs?|swift|dart)$)|native( |$)|<|\[|wasm:|webpack\/(bootstrap|runtime)|deno:|ext:|bun:|cloudflare:|workerd:|electron\/js2c|about:|dart:|package:flutter\/|org-dartlang-sdk:)/,
  /^((chrome|moz|safari|safari-web|ms-browser)-extension|webkit-masked-url|resource|user-script|chrome):/,
  /^(native code|(address at )?InternalBytecode\.js|debugger eval code|undefined|unknown|\(native\)|\(unknown\))$/i,
  /(^|[\\/])rustc[\\/][0-9a-f]{6,40}[\\/]|[\\/]\.?rustup[\\/]toolchains[\\/]|^library[\\/](std|core|alloc|panic_unwind|test)[\\/]src[\\/]|[\\/]rustlib[\\/]src[\\/]/,
  /(^|[\\/])\.?cargo[\\/](registry|git)[\\/]|[\\/]index\.crates\.io-[0-9a-f]+[\\/]|[\\/]github\.com-[0-9a-f]{16}[\\/]/,
  /(^|[\\/])(csu|sysdeps|nptl)[\\/]/,
  // Standard libraries: everything below the folder but the packages people add, which are judged as vendors' paths.
  /[\\/]lib(64)?[\\/](python|pypy)[\d.]*[\\/](?!(site|dist)-packages[\\/])/,
  /[\\/](python|pypy)[\d.]*(-32)?[\\/]lib[\\/](?!site-packages[\\/])/i,
  /^\/(var\/runtime|var\/lang)\/(?!.*(site|dist)-packages\/)/,
  /(^|[\\/])python\d+\.zip[\\/]/,
  /[\\/](lib|share)(64)?[\\/]ruby[\\/](?!gems|vendor_ruby[\\/]gems)/,
  /[\\/](lib|share)(64)?[\\/]ocaml[\\/]|[\\/]\.opam[\\/]|(^|[\\/])_opam[\\/]|^(stdlib|camlinternal\w*)\.ml$/,
  /^\/(usr\/lib(32|64)?|usr\/libexec|System|apex|system|lib(64)?|vendor\/lib(64)?|usr\/src)\/(?!.*[\\/]((site|dist)-packages|gems|node_modules)[\\/])/,
  /^[A-Za-z]:\\Windows\\/i,
  /(^|[\\/])(csharp|dotnet)[\\/]shared[\\/]|^\/_\/src\/(libraries|coreclr|mono|runtime|EFCore|Http|Mvc|Servers|Hosting|Middleware|SignalR|Shared)[/.]/,
];

/** Where package managers put what others wrote. */
const VENDOR_PATHS = [
  /(^|[\\/])(node_modules|bower_components|jspm_packages|\.yarn|\.pnpm)[\\/]/,
  /(^|[\\/])vendor[\\/]/,
  /(^|[\\/])pkg[\\/]mod[\\/]|@v\d{1,9}\.\d/,
  /(^|[\\/])(\.nuget[\\/]packages|\.m2[\\/]repository|\.gradle[\\/]caches|\.pub-cache|Pods|Carthage|\.build[\\/]checkouts|SourcePackages[\\/]checkouts)[\\/]/,
  // Perl's and Lua's.
  /[\\/](lib[\\/]perl5|lualib|share[\\/]lua)[\\/]/,
  /(^|[\\/])deps[\\/][a-z]\w*[\\/](lib|src)[\\/]/,
  /^[\\/]?(usr[\\/]share[\\/](php|pear|perl)|phar:)/,
  /(^|[\\/])(wp-includes|wp-admin|core[\\/]lib[\\/]Drupal)[\\/]/,
  /^(https?:\/\/)?(unpkg\.com|cdn\.jsdelivr\.net|cdnjs\.cloudflare\.com|esm\.sh|ajax\.googleapis\.com|code\.jquery\.com|jsr\.io|www\.googletagmanager\.com|www\.google-analytics\.com|www\.gstatic\.com|maps\.googleapis\.com|connect\.facebook\.net|js\.stripe\.com|(static|script)\.hotjar\.com|(widget|js)\.intercom(cdn)?\.(io|com)|cdn\.segment\.com|snap\.licdn\.com|(browser|js)\.sentry-cdn\.com|(static|challenges)\.cloudflare(insights)?\.com|js\.hcaptcha\.com|js\.hs-scripts\.com|deno\.land\/(std|x))[/@]/,
  /(^|[\\/])(libexec)[\\/]/,
];

/** The same, where an application may itself be installed as a package: a client that says so knows. */
const INSTALLED_PATHS = [
  /(^|[\\/])(site-packages|dist-packages|gems|GEM_ROOT|bundler|rubygems-integration)[\\/]/,
  /^\/opt\/python\//,
];

/** The language's or the system's own, whatever a client says. */
export function isRuntime(facts: CallFacts): boolean {
  const { file, path = file, module = "", function: name = "", binary = "" } = facts;
  if (pathsOf(facts).some((one) => RUNTIME_PATHS.some((pattern) => pattern.test(one)))) return true;
  if (binary !== "" && isSystemBinary(binary)) return true;
  if (isGoRuntime(facts)) return true;
  const runtime = namesOf(facts)?.runtime;
  return runtime !== undefined && [module, name, path].some((one) => one !== "" && runtime.test(one));
}

/** What others wrote and is known by its folder or its name, unless the client's own list of what is in-app says otherwise. */
export function isLibrary(facts: CallFacts): boolean {
  const { file, path = file, module = "", function: name = "", said } = facts;
  if (said !== true && pathsOf(facts).some((one) => INSTALLED_PATHS.some((pattern) => pattern.test(one))))
    return true;
  const { library, isSaidOfAll = false } = namesOf(facts) ?? {};
  if (library === undefined || (said === true && !isSaidOfAll)) return false;
  return [module, name, path].some((one) => one !== "" && library.test(one));
}

/** Below a folder for what others wrote. Many clients call even that in-app unless told otherwise. */
export const isVendorPath = (facts: CallFacts): boolean =>
  pathsOf(facts).some((one) => VENDOR_PATHS.some((pattern) => pattern.test(one))) &&
  !(facts.said === true && facts.platform === "node");

const pathsOf = ({ file, path }: CallFacts): string[] => [file, path ?? ""].filter((one) => one !== "");

const isSystemBinary = (binary: string): boolean =>
  /^\/(usr\/lib|System|apex|system|lib)|^[A-Za-z]:\\Windows\\|(^|[\\/])(libsystem_\w+|libdispatch|libobjc|libc|libc\+\+(abi)?|libswift\w+|libxpc|UIKit(Core)?|AppKit|SwiftUI(Core)?|Core(Foundation|Data|Graphics|AutoLayout|Text|Image|Media|Location|Services)|Foundation|CFNetwork|QuartzCore|AttributeGraph|WebKit|WebCore|JavaScriptCore|HIToolbox|GraphicsServices|dyld|libdyld|ntdll|kernel(32|base)|ucrtbase|msvcrt|std|core|alloc)(\.[\w.]+)?$/i.test(
    binary,
  );
