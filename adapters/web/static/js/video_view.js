// A finished video, playing where it was asked for.
import { buttons } from "./buttons_view.js";
import { jobChip } from "./card_view.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

export function videoView({ body: post }) {
  const address = post.src ?? safeLink(post.link);
  return el(
    "article",
    { class: "video-post", "aria-label": words.videoOf(post.prompt), "data-job": post.job_id },
    el("div", { class: "video-head" }, el("p", { class: "words" }, post.text), jobChip(post.job_id)),
    post.src && frame(post),
    el("p", { class: "prompt-quote clamped" }, post.prompt),
    buttons(
      post.buttons,
      address && el("a", { class: "button quiet small", href: address, download: post.src ? post.filename : null, target: post.src ? null : "_blank", rel: "noreferrer" }, icon("download"), post.src ? words.download : words.openLink),
    ),
  );
}

/** The place is as large as the video from the start, so nothing jumps; the file is asked for when it comes near. */
function frame(post) {
  const video = el("video", {
    controls: true, playsinline: true, preload: "metadata", width: post.width, height: post.height,
    "data-src": post.src, "aria-label": words.videoOf(post.prompt),
  });
  const node = el("div", { class: "video-frame", "data-own": post.src }, video);
  node.style.setProperty("--w", post.width);
  node.style.setProperty("--h", post.height);
  video.addEventListener("loadeddata", () => node.setAttribute("data-ready", ""));
  video.addEventListener("play", () => pauseOthers(video));
  video.addEventListener("error", () => {
    node.setAttribute("data-ready", "");
    node.append(el("p", { class: "video-broken" }, words.videoBroken));
  });
  near.observe(video);
  return node;
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || target.src) continue;
      target.src = `${target.dataset.src}#t=0.001`; // the fragment makes every browser show the first frame
      near.unobserve(target);
    }
  },
  { rootMargin: "800px" },
);

function pauseOthers(playing) {
  for (const video of document.querySelectorAll("video")) if (video !== playing) video.pause();
}

function safeLink(link) {
  return link && /^https?:\/\//i.test(link) ? link : null;
}
